/*
 * range.h
 *	  What a range of history means: "a:b", "a:", ":b", "-3:current",
 *	  "current:+3".  Pure: no SQL.
 */
#ifndef MIG_RANGE_H
#define MIG_RANGE_H

#include "history/dag.h"

/*
 * The numbers of the revisions in a range, newest first; both ends are in it.
 * NULL is everything.  marks is where the database stands, which "current" and
 * relative ends refer to.  Errors: those of target.h; 22023 when it is no range;
 * MG005 when its ends are not on one line.
 */
extern List *mig_history_range(const MigGraph *graph, List *marks, const char *range);

#endif							/* MIG_RANGE_H */
