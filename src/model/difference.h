/*
 * difference.h
 *	  The steps from one state to another.
 */
#ifndef MIG_DIFFERENCE_H
#define MIG_DIFFERENCE_H

#include "nodes/pg_list.h"

/*
 * The steps (of MigPlanStep *) from one state to another, with the renames
 * (char *) asked for and, towards the model, those that it tells of; a
 * NOTICE then names what looks like one more.  In the current memory context.
 * Errors: those of state.h and rename.h; 0A000 for renames where neither state
 * is one that is built in the shadow.
 */
extern List *mig_difference_plan(const char *source, const char *target, List *renames);

#endif							/* MIG_DIFFERENCE_H */
