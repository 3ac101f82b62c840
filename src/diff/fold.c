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

MigAction *
mig_fold_root(MigAction *action)
{
	while (action->into != NULL)
		action = action->into;
	return action;
}

/*
 * Unfolds an action, and those that it is folded into, up to the root.  What is
 * folded into it stays with it.
 */
static bool
unfold(MigAction *action)
{
	bool		any = false;

	while (action->into != NULL)
	{
		MigAction  *parent = action->into;

		action->into = NULL;
		action = parent;
		any = true;
	}
	return any;
}

static MigTopo *
root_graph(List *actions)
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

void
mig_fold_settle(List *actions)
{
	int		   *component = palloc(sizeof(int) * Max(1, list_length(actions)));
	bool		changed = true;

	while (changed)
	{
		ListCell   *cell;
		ListCell   *other;

		changed = false;
		mig_topo_components(root_graph(actions), component);
		foreach(cell, actions)
		{
			MigAction  *then = lfirst(cell);

			foreach(other, then->after)
			{
				MigAction  *first = lfirst(other);
				MigAction  *firstroot = mig_fold_root(first);
				MigAction  *thenroot = mig_fold_root(then);

				if (firstroot == thenroot ||
					component[firstroot->number] != component[thenroot->number])
					continue;
				changed |= unfold(first);
				changed |= unfold(then);
			}
		}
	}
}
