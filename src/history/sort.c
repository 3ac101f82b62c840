/*
 * sort.c
 *	  The order in which revisions are undone.
 */
#include "postgres.h"

#include "history/sort.h"

typedef struct Sort
{
	const MigGraph *graph;
	bool	   *todo;			/* what is not in the order yet */
	int		   *pending;		/* how many children in todo each has */
	int		   *visited;		/* the search in which it was last seen */
	int			search;
	List	   *lines;			/* int: where each line that we follow is */
} Sort;

static void
count_pending(Sort *sort, int rev, int by)
{
	const MigRevision *r = sort->graph->revs[rev];

	for (int k = 0; k < r->nall; k++)
		sort->pending[r->parents[k]] += by;
}

/* Marks as visited what is still to be done and descends from rev. */
static void
visit_descendants(Sort *sort, int rev)
{
	List	   *next = list_make1_int(rev);

	sort->search++;
	while (next != NIL)
	{
		int			at = llast_int(next);

		next = list_delete_last(next);
		for (int e = sort->graph->revs[at]->first_edge; e >= 0; e = sort->graph->edges[e].next)
		{
			int			child = sort->graph->edges[e].child;

			if (sort->todo[child] && sort->visited[child] != sort->search)
			{
				sort->visited[child] = sort->search;
				next = lappend_int(next, child);
			}
		}
	}
}

/* The first line that has to come down before rev can go. */
static int
line_above(Sort *sort, int rev)
{
	ListCell   *lc;

	visit_descendants(sort, rev);
	foreach(lc, sort->lines)
		if (sort->visited[lfirst_int(lc)] == sort->search)
			return foreach_current_index(lc);
	elog(ERROR, "revision \"%s\" is on no line", mig_history_id(sort->graph, rev));
}

/* The line goes on to the parents of rev; which line is followed next. */
static int
descend(Sort *sort, int line, int rev)
{
	const MigRevision *r = sort->graph->revs[rev];
	bool		moved = false;

	for (int k = 0; k < r->nparents; k++)
	{
		int			parent = r->parents[k];

		if (!sort->todo[parent] || list_member_int(sort->lines, parent))
			continue;
		if (moved)
			sort->lines = lappend_int(sort->lines, parent);
		else
			lfirst_int(list_nth_cell(sort->lines, line)) = parent;
		moved = true;
	}
	if (moved)
		return line;
	sort->lines = list_delete_nth_cell(sort->lines, line);
	return Max(line - 1, 0);
}

List *
mig_history_sort(const MigGraph *graph, bool *todo, List *heads)
{
	Sort		sort = {.graph = graph,.todo = todo};
	List	   *order = NIL;
	int			line = 0;
	ListCell   *lc;

	sort.pending = palloc0(Max(graph->n, 1) * sizeof(int));
	sort.visited = palloc0(Max(graph->n, 1) * sizeof(int));
	for (int i = 0; i < graph->n; i++)
		if (todo[i])
			count_pending(&sort, i, 1);
	foreach(lc, heads)
		if (todo[lfirst_int(lc)])
			sort.lines = list_append_unique_int(sort.lines, lfirst_int(lc));
	list_sort(sort.lines, list_int_cmp);

	while (sort.lines != NIL)
	{
		int			rev = list_nth_int(sort.lines, line);

		if (sort.pending[rev] > 0)
		{
			line = line_above(&sort, rev);
			continue;
		}
		order = lappend_int(order, rev);
		todo[rev] = false;
		count_pending(&sort, rev, -1);
		line = descend(&sort, line, rev);
	}
	return order;
}
