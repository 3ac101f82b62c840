/*
 * order.c
 *	  The one order in which actions run.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/topo.h"
#include "diff/fold.h"
#include "diff/order.h"
#include "schema/kind.h"

/*
 * Where the graph leaves a choice: what goes before what comes, dependents
 * going first and coming last, then by name.
 */
static int
rank(const MigAction *action)
{
	int			weight = mig_action_fact(action)->kind->weight;

	return action->op == MIG_OP_DROP || action->op == MIG_OP_SAVE ? -weight : weight;
}

static int
compare_actions(int a, int b, void *arg)
{
	List	   *actions = arg;
	MigAction  *one = list_nth(actions, a);
	MigAction  *two = list_nth(actions, b);
	int			result;

	if (rank(one) != rank(two))
		return rank(one) < rank(two) ? -1 : 1;
	/* Columns of one table come in the order that the table is to have them in. */
	if (one->op >= MIG_OP_ALTER && two->op >= MIG_OP_ALTER &&
		mig_action_fact(one)->parent == mig_action_fact(two)->parent)
		result = mig_fact_compare_siblings(mig_action_fact(one), mig_action_fact(two));
	else
		result = mig_fact_compare(mig_action_fact(one), mig_action_fact(two));
	if (result != 0)
		return result;
	return (int) one->op - (int) two->op;
}

static void
report_cycle(List *actions, const int *order, int done)
{
	bool	   *ordered = palloc0(sizeof(bool) * list_length(actions));
	StringInfoData members;
	ListCell   *cell;

	initStringInfo(&members);
	for (int i = 0; i < done; i++)
		ordered[order[i]] = true;
	foreach(cell, actions)
	{
		MigAction  *action = lfirst(cell);
		const MigFact *fact = mig_action_fact(action);

		if (!ordered[action->number])
			appendStringInfo(&members, "%s%s %s", members.len ? ", " : "",
							 fact->kind->keyword, fact->identity);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR),
			 errmsg("no order of statements leads from one schema to the other"),
			 errdetail("These changes wait for each other: %s.", members.data),
			 errhint("Make the change in two revisions, and report this as a bug.")));
}

/* Adds those between different components; NULL: all of them. */
static void
add_wishes(MigTopo *graph, List *actions, const int *component)
{
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, actions)
	{
		MigAction  *action = lfirst(cell);
		int			then = mig_fold_root(action)->number;

		foreach(other, action->wishes)
		{
			int			first = mig_fold_root(lfirst(other))->number;

			if (component == NULL || component[first] != component[then])
				mig_topo_edge(graph, first, then);
		}
	}
}

/* Wishes that would close a ring, with what has to be or among each other, are not heard. */
static MigTopo *
graph_with_wishes(List *actions)
{
	MigTopo    *wished = mig_fold_graph(actions);
	MigTopo    *granted = mig_fold_graph(actions);
	int		   *component = palloc(sizeof(int) * Max(1, wished->n));

	add_wishes(wished, actions, NULL);
	mig_topo_components(wished, component);
	add_wishes(granted, actions, component);
	return granted;
}

List *
mig_order_actions(List *actions)
{
	int			n = list_length(actions);
	int		   *order = palloc(sizeof(int) * Max(1, n));
	int			done = mig_topo_sort(graph_with_wishes(actions), order, compare_actions, actions);
	List	   *result = NIL;

	if (done < n)
		report_cycle(actions, order, done);
	for (int i = 0; i < n; i++)
	{
		MigAction  *action = list_nth(actions, order[i]);

		if (action->into == NULL)
			result = lappend(result, action);
	}
	return result;
}
