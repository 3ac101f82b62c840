/*
 * progress.h
 *	  The journal of a run that commits as it goes: what is under way, how far
 *	  it came, how it ended.  The caller holds the guard.
 */
#ifndef MIG_PROGRESS_H
#define MIG_PROGRESS_H

#include "history/steps.h"

/* A new run: a uuid, in the current memory context. */
extern char *mig_progress_run(void);

/*
 * Marks steps that a killed session left 'running' as 'interrupted': with the
 * guard in hand, nobody else can be running them.
 */
extern void mig_progress_sweep(void);

/* Step number (from 1) of the run has begun. */
extern void mig_progress_begin(const char *run, int step, MigDirection direction,
							   const char *revision, const char *message);

/*
 * So many statements of the step's script are complete; digest stands for
 * their texts.
 */
extern void mig_progress_advance(const char *run, int step, int statements, const char *digest);

/* The step is done, after so many microseconds. */
extern void mig_progress_done(const char *run, int step, int64 elapsed);

/* The step has failed. */
extern void mig_progress_failed(const char *run, int step, const char *sqlstate, const char *error);

/* How far a script came that has failed or was interrupted. */
typedef struct MigUnfinished
{
	int			statements;		/* complete; 0: nothing to go on with */
	const char *digest;			/* of their texts; NULL with 0 */
	bool		interrupted;	/* not failed, but killed */
} MigUnfinished;

/* What the last step that concerns the revision has left, in that direction. */
extern MigUnfinished mig_progress_unfinished(MigDirection direction, const char *revision);

#endif							/* MIG_PROGRESS_H */
