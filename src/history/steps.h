/*
 * steps.h
 *	  From where the database stands to a target: which steps, in which order,
 *	  and where it stands after each.  Pure: no SQL.
 *
 * Revisions are numbers in the graph, marks a List of them.  Everything is
 * allocated in the current memory context.
 */
#ifndef MIG_STEPS_H
#define MIG_STEPS_H

#include "history/dag.h"

typedef enum MigDirection
{
	MIG_UPGRADE,
	MIG_DOWNGRADE,
	MIG_STAMP
} MigDirection;

/* 'upgrade', 'downgrade', 'stamp'. */
extern const char *const mig_direction_names[];

/* A journey. */
typedef struct MigSteps
{
	MigDirection direction;
	List	   *revs;			/* in the order to run; NIL: nothing to do */
	List	   *before;			/* the marks at the start, ascending */
	List	   *after;			/* the marks at the end, ascending */
} MigSteps;

/*
 * The steps of an upgrade from marks to target: all that the target needs and
 * that the marks do not have.  Errors: those of target.h.
 */
extern MigSteps *mig_history_upgrade(const MigGraph *graph, List *marks, const char *target);

/*
 * The steps of a downgrade from marks to target: all applied revisions that
 * descend from the target or depend on such a one.  Errors: those of target.h;
 * MG005 when the target is not applied or not on the branch that it names.
 */
extern MigSteps *mig_history_downgrade(const MigGraph *graph, List *marks, const char *target);

/*
 * Moves marks to targets, a List of char *: each target takes the place of the
 * marks on its line.  revs are the targets that were not marks already, or,
 * where the target is base, the marks that go.  purge: all marks go first.
 * Errors: those of resolve.h.
 */
extern MigSteps *mig_history_stamp(const MigGraph *graph, List *marks, List *targets, bool purge);

/*
 * Follows the marks one step at a time, for those who commit after each.
 * Steps must be taken in the order of MigSteps.
 */
typedef struct MigWalk MigWalk;

extern MigWalk *mig_history_walk_begin(const MigGraph *graph, const MigSteps *steps);
extern void mig_history_walk_step(MigWalk *walk, int rev);

/* Where the walk stands: the marks, ascending. */
extern List *mig_history_walk_marks(const MigWalk *walk);

/* The revisions that marks imply, themselves included, as a set. */
extern bool *mig_history_applied(const MigGraph *graph, List *marks);

#endif							/* MIG_STEPS_H */
