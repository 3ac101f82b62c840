/*
 * upgrade.h
 *	  Steps in the caller's own transaction: all of them, or nothing.
 */
#ifndef MIG_UPGRADE_H
#define MIG_UPGRADE_H

#include "history/journal.h"

/*
 * Runs the steps from where the database stands to target and records them;
 * returns them as a list of MigLeg in the order run, NIL when the database is
 * at the target already: nothing is locked or written then.  command is what
 * the user called, for messages.
 * Errors: those of the target, of gate.h, lock.h and the scripts; MG020 a
 * revision was edited after it was applied; 40001 another session ran
 * revisions that this transaction's snapshot does not show; 55000 called by a
 * script that it runs.
 */
extern List *mig_upgrade_run(const char *command, MigDirection direction, const char *target);

/*
 * Raises 40001 in a transaction whose snapshot does not show the marks of
 * stand, which were read as of now: its scripts would not see what another
 * session's steps have done since, nor its writes the marks that they left.
 */
extern void mig_upgrade_check_snapshot(const MigStand *stand);

/*
 * The first half of that, for those who run steps in the caller's transaction:
 * finds the steps and keeps other migrators out until the transaction ends.
 * Returns NULL when there are none; nothing is locked then, or nothing is left
 * to do after waiting.
 */
extern MigSteps *mig_upgrade_begin(MigDirection direction, const char *target, MigStand *stand);

/*
 * Calls work(arg), in which the scripts that run can't call such a command
 * themselves.  command is who calls; errors as of mig_upgrade_run.
 */
extern void mig_upgrade_travel(const char *command, void (*work) (void *arg), void *arg);

/* Raises 55000 when a revision's script calls command. */
extern void mig_upgrade_refuse_nested(const char *command);

#endif							/* MIG_UPGRADE_H */
