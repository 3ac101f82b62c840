/*
 * check.h
 *	  What is wrong with a revision's scripts, said when it is stored.
 */
#ifndef MIG_CHECK_H
#define MIG_CHECK_H

#include "history/revision.h"

/*
 * Raises a WARNING for each thing that will stop the revision later on and can
 * still be put right with migrate.edit: a script that does not parse, a
 * downgrade that is not there.  why says why no downgrade could be derived;
 * NULL: nobody tried.
 * Error: MG050 a statement refuses the transaction block in which the revision
 * would run it.
 */
extern void mig_history_check_scripts(const MigStored *revision, const char *why);

#endif							/* MIG_CHECK_H */
