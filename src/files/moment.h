/*
 * moment.h
 *	  The moment at which a revision was created, as its file tells it.
 */
#ifndef MIG_MOMENT_H
#define MIG_MOMENT_H

#include "pgtime.h"

/*
 * Is text a moment, "2025-09-30 14:30" with seconds, fractions of them and a
 * zone ("Z", "+02", "-03:30") as it likes?
 */
extern bool mig_files_is_moment(const char *text);

/* That moment, in UTC, for pg_strftime; text is one. */
extern struct pg_tm mig_files_moment(const char *text);

#endif							/* MIG_MOMENT_H */
