/*
 * commit.h
 *	  Steps that commit, each on its own; statements that refuse a transaction.
 */
#ifndef MIG_COMMIT_H
#define MIG_COMMIT_H

#include "history/steps.h"

/*
 * Runs the steps from where the database stands to target, in a procedure that
 * may commit (mig_txn_require_toplevel).  A transactional revision runs in one
 * transaction with what is recorded of it, and begins anew when a lock is not
 * to be had; another one runs statement by statement, and goes on after the
 * last complete one when it is run again after a failure.
 * Errors: those of upgrade.h, but for MG050, 40001 and 54000; MG020 also when
 * the complete statements of an unfinished revision have changed.  What an
 * error leaves: the revisions before, committed, and a row 'failed' in the
 * journal.
 */
extern void mig_commit_run(const char *command, MigDirection direction, const char *target);

#endif							/* MIG_COMMIT_H */
