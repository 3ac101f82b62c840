/*
 * replay.h
 *	  Revisions run in the shadow.
 */
#ifndef MIG_REPLAY_H
#define MIG_REPLAY_H

#include "model/shadow.h"

/*
 * Runs the upgrades of all that the targets (char *) need, from base, in the
 * shadow that the caller is in.  Errors: MG001 and the others of targets; what a script
 * raises, with its revision.
 */
extern void mig_replay_to(List *targets, MigShadow *shadow);

#endif							/* MIG_REPLAY_H */
