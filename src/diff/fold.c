/*
 * fold.c
 *	  Which actions are part of their parent's.
 *
 * All that may fold starts folded.  Where that makes a cycle among the roots,
 * the folded actions whose edges cross between its members are taken out, and
 * the question is asked again; at the grain of single actions there is no
 * cycle but a wrong edge.
 */
#include "postgres.h"

#include "base/topo.h"
#include "diff/fold.h"
#include "diff/lineage.h"
#include "schema/kind.h"

MigAction *
mig_fold_root(MigAction *action)
{
	while (action->into != NULL)
		action = action->into;
	return action;
}

MigTopo *
mig_fold_graph(List *actions)
{
	MigTopo    *graph = mig_topo_new(list_length(actions));
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, actions)
	{
		MigAction  *action = lfirst(cell);

		foreach(other, action->after)
			mig_topo_edge(graph, mig_fold_root(lfirst(other))->number, mig_fold_root(action)->number);
	}
	return graph;
}

/* Is it something that nothing else stands on, as a foreign key, of its own accord? */
static bool
is_loose(const MigAction *action)
{
	const MigFact *fact = mig_action_fact(action);
	ListCell   *cell;

	foreach(cell, fact->neededby)
		if (!mig_lineage_clones(lfirst(cell), fact))
			return false;
	return fact->whole == NULL && !(fact->kind->traits & MIG_LINEAGE);
}

/* What is folded into an action that is taken out stays with it. */
static bool
unfold(MigAction *action)
{
	bool		folded = action->into != NULL;

	action->into = NULL;
	return folded;
}

/* Of an action that waits for another one, what is taken out. */
static bool
unfold_loose(MigAction *first, MigAction *then)
{
	bool		any = is_loose(then) && unfold(then);

	return (is_loose(first) && unfold(first)) || any;
}

static bool
unfold_waiting(MigAction *first, MigAction *then)
{
	return unfold(then);
}

static bool
unfold_awaited(MigAction *first, MigAction *then)
{
	return unfold(first);
}

/* Takes out what has an edge to another root of the same component. */
static bool
unfold_crossing(List *actions, const int *component, bool (*out) (MigAction *first, MigAction *then))
{
	bool		any = false;
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, actions)
	{
		MigAction  *then = lfirst(cell);

		foreach(other, then->after)
		{
			MigAction  *first = lfirst(other);
			MigAction  *firstroot = mig_fold_root(first);
			MigAction  *thenroot = mig_fold_root(then);

			if (firstroot != thenroot &&
				component[firstroot->number] == component[thenroot->number])
				any |= out(first, then);
		}
	}
	return any;
}

/* What is easy to do without comes first. */
void
mig_fold_settle(List *actions)
{
	int		   *component = palloc(sizeof(int) * Max(1, list_length(actions)));

	do
		mig_topo_components(mig_fold_graph(actions), component);
	while (unfold_crossing(actions, component, unfold_loose) ||
		   unfold_crossing(actions, component, unfold_waiting) ||
		   unfold_crossing(actions, component, unfold_awaited));
}
