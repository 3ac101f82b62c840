/*
 * target.h
 *	  What the target of an upgrade or a downgrade means: a name as in
 *	  resolve.h, or steps from one or from where the database stands: +N, -N,
 *	  id+N, id-N, label@+N, label@-N.  Pure: no SQL.
 *
 * Marks are the revisions at which the database stands, a List of numbers.
 *
 * Errors: those of resolve.h; MG002 a relative step where the history
 * branches; MG006 a relative step past the end.
 */
#ifndef MIG_TARGET_H
#define MIG_TARGET_H

#include "history/resolve.h"

/* A target of a downgrade. */
typedef struct MigDownTarget
{
	const char *branch;			/* only this branch, or NULL */
	int			rev;			/* or MIG_BASE */
} MigDownTarget;

/*
 * The revisions that a target of an upgrade names, NIL for base.  clamp: a
 * relative step past the end stays at the end, else it is an error.
 */
extern List *mig_history_up_target(const MigGraph *graph, List *marks,
								   const char *target, bool clamp);

/*
 * The revision that a target of a downgrade names.  A bare -N with more than
 * one mark is an error (MG002).
 */
extern MigDownTarget mig_history_down_target(const MigGraph *graph, List *marks,
											 const char *target);

/*
 * The revisions that any target names, of an upgrade or a downgrade.  clamp as
 * above.
 */
extern List *mig_history_any_target(const MigGraph *graph, List *marks,
									const char *target, bool clamp);

/* How many steps down a target says that says nothing else ("-3"), or 0. */
extern int	mig_history_steps_down(const char *target);

/*
 * From rev, n steps down.  Past base: MIG_BASE.  MG002 at a merge.
 */
extern int	mig_history_walk_down(const MigGraph *graph, int rev, int n);

#endif							/* MIG_TARGET_H */
