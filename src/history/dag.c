/*
 * dag.c
 *	  The revision graph: parents, children, heads, bases, ancestors.
 */
#include "postgres.h"

#include "base/array.h"
#include "history/dag.h"
#include "history/names.h"

static int
parent_count(const MigRevision *rev, bool deps)
{
	return deps ? rev->nall : rev->ndown;
}

List *
mig_history_names(const MigGraph *graph, List *revs)
{
	List	   *names = NIL;
	ListCell   *lc;

	foreach(lc, revs)
		names = lappend(names, unconstify(char *, mig_history_id(graph, lfirst_int(lc))));
	return names;
}

Datum
mig_history_ids(const MigGraph *graph, List *revs)
{
	return mig_array_list(mig_history_names(graph, revs));
}

int
mig_history_newest_first(const ListCell *a, const ListCell *b)
{
	return list_int_cmp(b, a);
}

int
mig_history_lookup(const MigGraph *graph, const char *name)
{
	return mig_history_names_get(graph->names, name);
}

List *
mig_history_heads(const MigGraph *graph, bool deps)
{
	return list_copy(deps ? graph->real_heads : graph->heads);
}

List *
mig_history_bases(const MigGraph *graph, bool deps)
{
	List	   *bases = NIL;

	for (int i = 0; i < graph->n; i++)
		if (parent_count(graph->revs[i], deps) == 0)
			bases = lappend_int(bases, i);
	return bases;
}

List *
mig_history_children(const MigGraph *graph, int rev, bool deps)
{
	List	   *children = NIL;

	for (int e = graph->revs[rev]->first_edge; e >= 0; e = graph->edges[e].next)
		if (deps || graph->edges[e].parent)
			children = lappend_int(children, graph->edges[e].child);
	return children;
}

bool *
mig_history_set(const MigGraph *graph, List *members)
{
	bool	   *set = palloc0(Max(graph->n, 1) * sizeof(bool));
	ListCell   *lc;

	foreach(lc, members)
		set[lfirst_int(lc)] = true;
	return set;
}

List *
mig_history_members(const MigGraph *graph, const bool *set)
{
	List	   *members = NIL;

	for (int i = 0; i < graph->n; i++)
		if (set[i])
			members = lappend_int(members, i);
	return members;
}

void
mig_history_add_ancestors(const MigGraph *graph, bool *set, bool deps)
{
	for (int i = graph->n - 1; i >= 0; i--)
	{
		const MigRevision *rev = graph->revs[i];

		if (set[i])
			for (int k = parent_count(rev, deps) - 1; k >= 0; k--)
				set[rev->parents[k]] = true;
	}
}

void
mig_history_add_descendants(const MigGraph *graph, bool *set, bool deps)
{
	for (int i = 0; i < graph->n; i++)
	{
		const MigRevision *rev = graph->revs[i];

		for (int k = parent_count(rev, deps) - 1; k >= 0 && !set[i]; k--)
			set[i] = set[rev->parents[k]];
	}
}

bool *
mig_history_branch(const MigGraph *graph, int rev)
{
	bool	   *set = mig_history_set(graph, list_make1_int(rev));

	mig_history_add_descendants(graph, set, false);
	for (int i = rev;; i = graph->revs[i]->parents[0])
	{
		const MigRevision *r = graph->revs[i];

		if (r->nall_children > 1 || r->ndown > 1)
			break;
		set[i] = true;
		if (r->ndown == 0)
			break;
	}
	return set;
}
