/*
 * adopt.h
 *	  What another tool has applied already, by its own table.
 */
#ifndef MIG_ADOPT_H
#define MIG_ADOPT_H

#include "files/format.h"

/*
 * The table of a format: the one given, else the one that has the tool's usual
 * name, if there is one.  InvalidOid: there is none.  Error: 42P09 there are
 * several; 22023 one is given, and the format has none.
 */
extern Oid	mig_files_version_table(const MigFormat *format, Oid given);

/*
 * Reads that table, and says of each MigIncoming whether it is applied.
 * Returns them with those that are applied first, so that what follows others
 * follows what was run before it.
 * Errors: 55000 something failed half way, or a structure is not the one that
 * the database has; 42703 the table is not the tool's, 42P01 there is none.
 */
extern List *mig_files_adopt(const MigFormat *format, Oid table, List *incoming);

/*
 * The ids, as char *, of the revisions that are applied by that tool and not
 * by us, and that no other such one follows.  Error: 55000 one is applied that
 * follows one that is not.
 */
extern List *mig_files_adopted(const MigFormat *format, List *incoming, const MigGraph *graph,
							   List *marks, int *n);

#endif							/* MIG_ADOPT_H */
