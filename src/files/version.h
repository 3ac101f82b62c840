/*
 * version.h
 *	  Versions as other tools count them: numbers with dots between them.  Pure.
 */
#ifndef MIG_VERSION_H
#define MIG_VERSION_H

#include "nodes/pg_list.h"

/*
 * Less than, equal to or greater than 0, as a is before, with or after b: part
 * by part, numbers by their value, anything else by its bytes; "1" and "1.0"
 * are one.
 */
extern int	mig_files_compare_versions(const char *a, const char *b);

/* For list_sort: MigIncoming by their keys, then by the names of their files. */
extern int	mig_files_by_version(const ListCell *a, const ListCell *b);

/* For list_sort: MigFile by the last parts of their names. */
extern int	mig_files_by_name(const ListCell *a, const ListCell *b);

#endif							/* MIG_VERSION_H */
