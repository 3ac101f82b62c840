/*
 * offline.h
 *	  The steps written instead of run.
 */
#ifndef MIG_OFFLINE_H
#define MIG_OFFLINE_H

#include "postgres.h"

/*
 * The SQL that a journey would run, as a script for psql that also writes the
 * version marks, the applied revisions and the journal.  range is "to" (from
 * base) or "from:to"; where the database stands does not matter.  Verify
 * scripts are left out.  In the current memory context.
 * Errors: those of the targets; MG040; 22023 a downgrade without "from:"; 0A000
 * and 42601 as with mig_gate_pass.
 */
extern char *mig_offline_script(const char *range, bool downgrade);

#endif							/* MIG_OFFLINE_H */
