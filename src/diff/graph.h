/*
 * graph.h
 *	  Actions while their order is made: those of each change, and what comes
 *	  before what.
 */
#ifndef MIG_GRAPH_H
#define MIG_GRAPH_H

#include "diff/action.h"
#include "utils/hsearch.h"

/* The actions of one change; NULL where there is none. */
typedef struct MigActions
{
	MigAction  *save;
	MigAction  *drop;
	MigAction  *rename;
	MigAction  *alter;
	MigAction  *create;
	MigAction  *restore;
} MigActions;

typedef struct MigGraph
{
	const MigChanges *changes;
	List	   *actions;		/* of MigAction * */
	HTAB	   *ofchange;		/* MigChange * -> MigActions */
} MigGraph;

/* A graph without actions, in the current memory context. */
extern MigGraph *mig_graph_new(const MigChanges *changes);

/* Adds an empty set of actions for a change, to be filled. */
extern MigActions *mig_graph_add(MigGraph *graph, MigChange *change);

/* The actions of a change; none of them where it was not added. */
extern MigActions *mig_graph_of(const MigGraph *graph, MigChange *change);

/* ... of the change of a fact in the source, or in the target. */
extern MigActions *mig_graph_of_old(const MigGraph *graph, const MigFact *fact);
extern MigActions *mig_graph_of_new(const MigGraph *graph, const MigFact *fact);

/* One comes before the other; nothing where either is NULL. */
extern void mig_graph_before(MigAction *first, MigAction *then);

#endif							/* MIG_GRAPH_H */
