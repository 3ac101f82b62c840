/*
 * graph.c
 *	  Actions while their order is made.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "diff/graph.h"

typedef struct ActionsEntry
{
	MigChange  *change;			/* hash key */
	MigActions	actions;
} ActionsEntry;

MigGraph *
mig_graph_new(const MigChanges *changes)
{
	MigGraph   *graph = palloc0(sizeof(MigGraph));
	HASHCTL		ctl = {.keysize = sizeof(MigChange *),.entrysize = sizeof(ActionsEntry),.hcxt = CurrentMemoryContext};

	graph->changes = changes;
	graph->ofchange = hash_create("migrate actions", 256, &ctl, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	return graph;
}

MigActions *
mig_graph_add(MigGraph *graph, MigChange *change)
{
	ActionsEntry *entry = hash_search(graph->ofchange, &change, HASH_ENTER, NULL);

	memset(&entry->actions, 0, sizeof(MigActions));
	return &entry->actions;
}

MigActions *
mig_graph_of(const MigGraph *graph, MigChange *change)
{
	static const MigActions none = {NULL};
	ActionsEntry *entry = hash_search(graph->ofchange, &change, HASH_FIND, NULL);

	return entry ? &entry->actions : unconstify(MigActions *, &none);
}

MigActions *
mig_graph_of_old(const MigGraph *graph, const MigFact *fact)
{
	return mig_graph_of(graph, graph->changes->ofold[fact->index]);
}

MigActions *
mig_graph_of_new(const MigGraph *graph, const MigFact *fact)
{
	return mig_graph_of(graph, graph->changes->ofnew[fact->index]);
}

void
mig_graph_before(MigAction *first, MigAction *then)
{
	if (first != NULL && then != NULL && first != then)
		then->after = lappend(then->after, first);
}
