/*
 * detached.h
 *	  Runs in a background worker: they begin when their caller commits, and go
 *	  on when it is gone.
 */
#ifndef MIG_DETACHED_H
#define MIG_DETACHED_H

#include "history/steps.h"

/*
 * Asks for the steps to target; the run, a uuid, in the current memory context.
 * command is the caller, for errors: those of the target, 25006, 53400 when no
 * worker is to be had, what a worker raises that cannot connect.
 */
extern char *mig_detached_start(const char *command, MigDirection direction, const char *target);

/*
 * Cancels what a run is at.  False: no process is at work on it.  Errors: 42704
 * there is no such run, 42501.
 */
extern bool mig_detached_cancel(const char *run);

/*
 * Waits until a run has ended, in a procedure that may commit.  run must outlive
 * transactions.  Errors: what ended it, with its SQLSTATE; 57000 nothing is at
 * work on it any more; 42704.
 */
extern void mig_detached_wait(const char *run);

#endif							/* MIG_DETACHED_H */
