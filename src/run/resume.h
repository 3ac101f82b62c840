/*
 * resume.h
 *	  A half-done run: which statements of a script need not run again, and what
 *	  an unfinished one has left behind.
 */
#ifndef MIG_RESUME_H
#define MIG_RESUME_H

#include "run/leg.h"

typedef struct MigResume
{
	int			complete;		/* so many statements are */
	int			in_doubt;		/* the number of the one in which an earlier run
								 * was killed, from 0; -1: none */
	char		digest[65];		/* of the texts of the complete ones */
} MigResume;

/*
 * How far the step came in an earlier run, said with a NOTICE if it came
 * anywhere.  Raises MG020 when the statements that are complete are not those
 * of the script.  In the current memory context.
 */
extern MigResume mig_resume_find(MigDirection direction, const MigLeg *leg);

/*
 * Before a statement runs at top level: drops the invalid index that an
 * unfinished CREATE INDEX or REINDEX CONCURRENTLY has left, which may commit,
 * finalizes an unfinished DETACH PARTITION CONCURRENTLY, and lifts
 * lock_timeout for one that only waits and blocks nobody.  Returns false when
 * the statement need not run any more.
 */
extern bool mig_resume_before(MigResume *resume, const MigCut *cut, int number);

/* After it: the statement is complete. */
extern void mig_resume_after(MigResume *resume, const MigCut *cut, int number);

#endif							/* MIG_RESUME_H */
