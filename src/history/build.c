/*
 * build.c
 *	  Builds the revision graph from what is stored.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "base/errors.h"
#include "history/build.h"
#include "history/names.h"
#include "history/order.h"

/* A graph with no revisions, and space for n. */
static MigGraph *
create_graph(MemoryContext parent, int n)
{
	MemoryContext cxt = AllocSetContextCreate(parent, "migrate revisions", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	MigGraph   *graph = palloc0(sizeof(MigGraph));

	graph->cxt = cxt;
	graph->space = Max(n, 16);
	graph->revs = MemoryContextAllocHuge(cxt, graph->space * sizeof(MigRevision *));
	graph->edge_space = 2 * graph->space;
	graph->edges = MemoryContextAllocHuge(cxt, graph->edge_space * sizeof(MigEdge));
	graph->names = mig_history_names_create(cxt, n);
	MemoryContextSwitchTo(old);
	return graph;
}

static List *
copy_strings(List *strings)
{
	List	   *copy = NIL;
	ListCell   *lc;

	foreach(lc, strings)
		copy = lappend(copy, pstrdup(lfirst(lc)));
	return copy;
}

/* A revision without its place in the graph. */
static MigRevision *
create_revision(const MigRevisionInfo *info)
{
	MigRevision *rev = palloc0(sizeof(MigRevision));

	rev->id = pstrdup(info->id);
	rev->message = pstrdup(info->message);
	rev->depends_on = copy_strings(info->depends_on);
	rev->branch_label = copy_strings(info->branch_label);
	rev->transactional = info->transactional;
	rev->irreversible = info->irreversible;
	rev->first_edge = rev->last_edge = -1;
	return rev;
}

static void
put_id(MigGraph *graph, const MigRevision *rev, int number)
{
	int			other = mig_history_names_put(graph->names, rev->id, number);

	if (other < 0)
		return;
	if (strcmp(graph->revs[other]->id, rev->id) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_BROKEN_HISTORY),
				 errmsg("Revision \"%s\" is present more than once", rev->id)));
	ereport(ERROR,
			(errcode(ERRCODE_MIG_BROKEN_HISTORY),
			 errmsg("Revision \"%s\" has a name that is a branch label already", rev->id),
			 errdetail("Revision \"%s\" has that label.", graph->revs[other]->id)));
}

static void
put_labels(MigGraph *graph, const MigRevision *rev, int number)
{
	ListCell   *lc;

	foreach(lc, rev->branch_label)
	{
		int			other = mig_history_names_put(graph->names, lfirst(lc), number);

		if (other >= 0)
			ereport(ERROR,
					(errcode(ERRCODE_MIG_BROKEN_HISTORY),
					 errmsg("Branch name \"%s\" in revision \"%s\" is already used by revision \"%s\"",
							(char *) lfirst(lc), rev->id, graph->revs[other]->id)));
	}
}

/* Adds the numbers that names stand for to rev->parents, each once. */
static void
resolve(MigGraph *graph, MigRevision *rev, List *names)
{
	ListCell   *lc;

	foreach(lc, names)
	{
		int			number = mig_history_names_get(graph->names, lfirst(lc));
		bool		known = false;

		if (number < 0)
			ereport(ERROR,
					(errcode(ERRCODE_MIG_BROKEN_HISTORY),
					 errmsg("Revision \"%s\" referenced from \"%s\" is not present",
							(char *) lfirst(lc), rev->id),
					 errhint("Put the missing revision back, or correct migrate.revisions.")));
		for (int k = 0; k < rev->nall && !known; k++)
			known = rev->parents[k] == number;
		if (!known)
			rev->parents[rev->nall++] = number;
	}
}

static void
resolve_parents(MigGraph *graph, MigRevision *rev, const MigRevisionInfo *info)
{
	rev->parents = palloc((list_length(info->down_revision) +
						   list_length(info->depends_on) + 1) * sizeof(int));
	resolve(graph, rev, info->down_revision);
	rev->ndown = rev->nall;
	resolve(graph, rev, info->depends_on);
	rev->nparents = rev->nall;
}

static bool
depends_on(const MigGraph *graph, const MigRevision *rev, int number)
{
	ListCell   *lc;

	foreach(lc, rev->depends_on)
		if (mig_history_names_get(graph->names, lfirst(lc)) == number)
			return true;
	return false;
}

static void
add_edge(MigGraph *graph, int from, MigEdge edge)
{
	MigRevision *rev = graph->revs[from];
	int			number = graph->nedges++;

	if (number >= graph->edge_space)
	{
		graph->edge_space *= 2;
		graph->edges = repalloc_huge(graph->edges, graph->edge_space * sizeof(MigEdge));
	}
	graph->edges[number] = edge;
	if (rev->last_edge < 0)
		rev->first_edge = number;
	else
		graph->edges[rev->last_edge].next = number;
	rev->last_edge = number;
	rev->nall_children++;
	if (edge.parent)
		rev->nchildren++;
}

/* Makes a revision known to its parents. */
static void
link_parents(MigGraph *graph, int number)
{
	MigRevision *rev = graph->revs[number];

	for (int k = 0; k < rev->nall; k++)
	{
		MigEdge		edge = {.child = number,.next = -1,.parent = k < rev->ndown};

		edge.depends = !edge.parent || depends_on(graph, rev, rev->parents[k]);
		add_edge(graph, rev->parents[k], edge);
	}
}

static void
link_all(MigGraph *graph)
{
	graph->nedges = 0;
	for (int i = 0; i < graph->n; i++)
	{
		MigRevision *rev = graph->revs[i];

		rev->first_edge = rev->last_edge = -1;
		rev->nchildren = rev->nall_children = 0;
	}
	for (int i = 0; i < graph->n; i++)
		link_parents(graph, i);
}

/* Numbers the revisions such that parents come before their children. */
static void
renumber(MigGraph *graph)
{
	int		   *place = mig_history_order(graph);
	MigRevision **old;

	if (place == NULL)
		return;
	old = palloc_extended(graph->n * sizeof(MigRevision *), MCXT_ALLOC_HUGE);
	memcpy(old, graph->revs, graph->n * sizeof(MigRevision *));
	for (int i = 0; i < graph->n; i++)
	{
		graph->revs[place[i]] = old[i];
		for (int k = 0; k < old[i]->nall; k++)
			old[i]->parents[k] = place[old[i]->parents[k]];
	}
	mig_history_names_renumber(graph->names, place);
	link_all(graph);
}

/* The dependency of rev on number is one that an ancestor has already. */
static void
demote(MigRevision *rev, int number)
{
	for (int k = rev->ndown; k < rev->nparents; k++)
		if (rev->parents[k] == number)
		{
			rev->parents[k] = rev->parents[--rev->nparents];
			rev->parents[rev->nparents] = number;
			return;
		}
}

/* Demotes the dependencies on number that have a dependent as ancestor. */
static void
demote_dependents(MigGraph *graph, int number)
{
	List	   *dependents = NIL;
	bool	   *below;
	ListCell   *lc;

	for (int e = graph->revs[number]->first_edge; e >= 0; e = graph->edges[e].next)
		if (graph->edges[e].depends)
			dependents = lappend_int(dependents, graph->edges[e].child);
	if (list_length(dependents) < 2)
		return;

	below = mig_history_set(graph, NIL);
	foreach(lc, dependents)
	{
		List	   *children = mig_history_children(graph, lfirst_int(lc), false);
		ListCell   *child;

		foreach(child, children)
			below[lfirst_int(child)] = true;
	}
	mig_history_add_descendants(graph, below, false);
	foreach(lc, dependents)
		if (below[lfirst_int(lc)])
			demote(graph->revs[lfirst_int(lc)], number);
}

/* Takes a revision and its parents into account as heads. */
static void
update_heads(MigGraph *graph, int number)
{
	const MigRevision *rev = graph->revs[number];

	for (int k = 0; k < rev->nall; k++)
	{
		if (k < rev->ndown)
			graph->heads = list_delete_int(graph->heads, rev->parents[k]);
		graph->real_heads = list_delete_int(graph->real_heads, rev->parents[k]);
	}
	graph->heads = lappend_int(graph->heads, number);
	graph->real_heads = lappend_int(graph->real_heads, number);
}

static void
find_heads(MigGraph *graph)
{
	for (int i = 0; i < graph->n; i++)
	{
		if (graph->revs[i]->nchildren == 0)
			graph->heads = lappend_int(graph->heads, i);
		if (graph->revs[i]->nall_children == 0)
			graph->real_heads = lappend_int(graph->real_heads, i);
	}
}

MigGraph *
mig_history_build(MemoryContext parent, const MigRevisionInfo *infos, int n)
{
	MigGraph   *graph = create_graph(parent, n);
	MemoryContext old = MemoryContextSwitchTo(graph->cxt);
	MemoryContext scratch = AllocSetContextCreate(graph->cxt, "migrate build",
												  ALLOCSET_DEFAULT_SIZES);

	for (int i = 0; i < n; i++)
		graph->revs[graph->n++] = create_revision(&infos[i]);
	for (int i = 0; i < n; i++)
		put_id(graph, graph->revs[i], i);
	for (int i = 0; i < n; i++)
		put_labels(graph, graph->revs[i], i);
	for (int i = 0; i < n; i++)
		resolve_parents(graph, graph->revs[i], &infos[i]);
	link_all(graph);

	MemoryContextSwitchTo(scratch);
	renumber(graph);
	for (int i = 0; i < n; i++)
	{
		demote_dependents(graph, i);
		MemoryContextReset(scratch);
	}
	MemoryContextSwitchTo(graph->cxt);
	MemoryContextDelete(scratch);
	find_heads(graph);
	MemoryContextSwitchTo(old);
	return graph;
}

/* Of the dependencies of the last revision, demotes those of its ancestors. */
static void
demote_last(MigGraph *graph)
{
	int			number = graph->n - 1;
	MigRevision *rev = graph->revs[number];
	bool	   *above = mig_history_set(graph, list_make1_int(number));

	mig_history_add_ancestors(graph, above, false);
	above[number] = false;
	for (int k = rev->nparents - 1; k >= rev->ndown; k--)
	{
		int			on = rev->parents[k];

		for (int e = graph->revs[on]->first_edge; e >= 0; e = graph->edges[e].next)
			if (graph->edges[e].depends &&
				above[graph->edges[e].child])
			{
				demote(rev, on);
				break;
			}
	}
}

void
mig_history_check_new(const MigGraph *graph, const char *id, List *labels)
{
	ListCell   *lc;

	if (id != NULL && mig_history_names_get(graph->names, id) >= 0)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_BROKEN_HISTORY),
				 errmsg("Revision \"%s\" is present already", id)));
	foreach(lc, labels)
	{
		const char *label = lfirst(lc);
		int			other = mig_history_names_get(graph->names, label);
		bool		again = id != NULL && strcmp(id, label) == 0;

		for (int i = 0; i < foreach_current_index(lc); i++)
			again |= strcmp(list_nth(labels, i), label) == 0;
		if (again)
			ereport(ERROR,
					(errcode(ERRCODE_MIG_BROKEN_HISTORY),
					 errmsg("Branch name \"%s\" is given more than once", label)));
		if (other >= 0)
			ereport(ERROR,
					(errcode(ERRCODE_MIG_BROKEN_HISTORY),
					 errmsg("Branch name \"%s\" is already used by revision \"%s\"",
							label, mig_history_id(graph, other))));
	}
}

void
mig_history_append(MigGraph *graph, const MigRevisionInfo *info)
{
	MemoryContext old;
	MigRevision *rev;

	mig_history_check_new(graph, info->id, info->branch_label);

	old = MemoryContextSwitchTo(graph->cxt);
	rev = create_revision(info);
	resolve_parents(graph, rev, info);
	if (graph->n >= graph->space)
	{
		graph->space *= 2;
		graph->revs = repalloc_huge(graph->revs, graph->space * sizeof(MigRevision *));
	}
	put_id(graph, rev, graph->n);
	put_labels(graph, rev, graph->n);
	graph->revs[graph->n] = rev;
	link_parents(graph, graph->n);
	update_heads(graph, graph->n++);
	MemoryContextSwitchTo(old);

	if (rev->nparents > rev->ndown)
		demote_last(graph);
}
