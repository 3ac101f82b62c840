/*
 * sort.h
 *	  The order in which revisions are undone.  Pure.
 */
#ifndef MIG_SORT_H
#define MIG_SORT_H

#include "history/dag.h"

/*
 * The members of todo, a set, with children and dependents first; one line of
 * the history as long as it goes, before another is begun.  heads are numbers:
 * todo must be all that leads down from those of them that are in it, to some
 * ancestors that are not.  todo is used up.  This is the order that Alembic
 * has: the marks that a downgrade leaves at a merge can depend on it, and come
 * out the same.
 */
extern List *mig_history_sort(const MigGraph *graph, bool *todo, List *heads);

#endif							/* MIG_SORT_H */
