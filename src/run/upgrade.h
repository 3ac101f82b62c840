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

/* Raises 55000 when a revision's script calls command. */
extern void mig_upgrade_refuse_nested(const char *command);

#endif							/* MIG_UPGRADE_H */
