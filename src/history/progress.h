/*
 * progress.h
 *	  The journal of a run that commits as it goes: what is under way, how far
 *	  it came, how it ended.  The caller holds the guard.
 */
#ifndef MIG_PROGRESS_H
#define MIG_PROGRESS_H

#include "history/steps.h"

/*
 * A run: a row of migrate.runs, found by its uuid, whose first 32 bits are also
 * its tag.  To open one stores it as 'queued', for a process that is to run it;
 * command is 'deploy', 'rollback' or 'backfill'.  Strings are in the current
 * memory context.
 */
extern char *mig_progress_open(const char *command, const char *target);

typedef struct MigRun
{
	const char *command;
	const char *target;
} MigRun;

/* Reads a run that is queued; false when it is not there. */
extern bool mig_progress_read(const char *run, MigRun *result);

/* The next mig_progress_begin_run of this session is for this one. */
extern void mig_progress_adopt(const char *run);

/*
 * A run of so many steps (0: nobody knows) begins; one that was adopted, or a
 * new one.  Returns its uuid.
 */
extern char *mig_progress_begin_run(const char *command, const char *target, int steps);

/* It has ended: done (NULL), or failed.  Nothing happens if it had already. */
extern void mig_progress_end_run(const char *run, const char *sqlstate, const char *error);

/* How a run stands: 'queued', 'running', 'done', 'failed', 'interrupted'; NULL: there is none. */
typedef struct MigOutcome
{
	const char *outcome;
	const char *sqlstate;		/* NULL unless it failed */
	const char *error;			/* likewise */
} MigOutcome;

extern MigOutcome mig_progress_outcome(const char *run);

/*
 * Marks what a killed session left 'running' as 'interrupted': steps, because
 * with the guard in hand nobody else can be running them, and runs that no
 * process is at work on.
 */
extern void mig_progress_sweep(void);

/*
 * The runs among them alone, for who has no guard: nobody is at work on a run
 * whose lock nobody has.
 */
extern void mig_progress_sweep_runs(void);

/* How far a backfill came: at the end of a batch. */
typedef struct MigBatch
{
	char	   *position;		/* in JSON; NULL: before the first batch */
	int64		done;			/* rows looked at */
	int64		changed;		/* rows updated */
} MigBatch;

/* What the last backfill with this target left, if it did not end well. */
extern MigBatch mig_progress_last_batch(const char *target);

/* A backfill of so many rows (-1: nobody knows) is that far. */
extern void mig_progress_batch(const char *run, const MigBatch *batch, int64 total);

/* Step number (from 1) of the run has begun, whose script has so many statements. */
extern void mig_progress_begin(const char *run, int step, MigDirection direction,
							   const char *revision, const char *message, int statements);

/*
 * So many statements of the step's script are complete; digest stands for
 * their texts.
 */
extern void mig_progress_advance(const char *run, int step, int statements, const char *digest);

/* The step is done, after so many microseconds. */
extern void mig_progress_done(const char *run, int step, int64 elapsed);

/*
 * The step has failed, unless it is done: what stops a run between two of
 * its steps takes back neither.
 */
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
