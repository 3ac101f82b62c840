/*
 * check.h
 *	  What is worth a word when a revision is stored.
 */
#ifndef MIG_CHECK_H
#define MIG_CHECK_H

#include "history/revision.h"

/*
 * Raises a WARNING for each thing that will stop the revision later on: a
 * script that does not parse, a statement that refuses the transaction block
 * in which the revision would run it, a downgrade that is not there.  Nothing
 * is refused: a script may be finished with migrate.edit.  why says why no
 * downgrade could be derived; NULL: nobody tried.
 */
extern void mig_history_warn(const MigStored *revision, const char *why);

#endif							/* MIG_CHECK_H */
