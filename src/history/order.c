/*
 * order.c
 *	  An order of the revisions with parents before their children.
 */
#include "postgres.h"

#include "lib/binaryheap.h"
#include "lib/stringinfo.h"

#include "base/errors.h"
#include "history/order.h"

/* How many revisions of a cycle an error names. */
#define SHOWN_CYCLE 10

/*
 * Raises the error for a cycle.  waiting says how many parents of each
 * revision could not be placed; from any that has some, going to such a parent
 * again and again ends in a cycle.
 */
static void
report_cycle(const MigGraph *graph, const int *waiting)
{
	int		   *seen = palloc0(graph->n * sizeof(int));
	int			at = 0;
	int			length = 0;
	bool		dependency = false;
	StringInfoData names;

	while (waiting[at] <= 0)
		at++;
	while (seen[at] < 2)
	{
		const MigRevision *rev = graph->revs[at];
		int			k = 0;

		seen[at]++;
		while (waiting[rev->parents[k]] <= 0)
			k++;
		if (seen[at] == 2 && k >= rev->ndown)
			dependency = true;
		at = rev->parents[k];
	}

	initStringInfo(&names);
	for (int i = 0; i < graph->n; i++)
		if (seen[i] == 2 && ++length <= SHOWN_CYCLE)
			appendStringInfo(&names, "%s%s", length > 1 ? ", " : "", graph->revs[i]->id);
	if (length > SHOWN_CYCLE)
		appendStringInfoString(&names, ", ...");
	ereport(ERROR,
			(errcode(ERRCODE_MIG_BROKEN_HISTORY),
			 errmsg("%s is detected in revisions (%s)",
					dependency ? (length == 1 ? "Dependency self-loop" : "Dependency cycle")
					: (length == 1 ? "Self-loop" : "Cycle"), names.data),
			 errhint("Correct down_revision or depends_on in migrate.revisions.")));
}

static int
compare_descending(Datum a, Datum b, void *arg)
{
	return DatumGetInt32(b) - DatumGetInt32(a);
}

static bool
is_ordered(const MigGraph *graph)
{
	for (int i = 0; i < graph->n; i++)
		for (int k = 0; k < graph->revs[i]->nall; k++)
			if (graph->revs[i]->parents[k] >= i)
				return false;
	return true;
}

int *
mig_history_order(const MigGraph *graph)
{
	int		   *place;
	int		   *waiting;
	int			placed = 0;
	binaryheap *ready;

	if (is_ordered(graph))
		return NULL;

	place = palloc(graph->n * sizeof(int));
	waiting = palloc(graph->n * sizeof(int));
	ready = binaryheap_allocate(graph->n, compare_descending, NULL);
	for (int i = 0; i < graph->n; i++)
		if ((waiting[i] = graph->revs[i]->nall) == 0)
			binaryheap_add(ready, Int32GetDatum(i));
	while (!binaryheap_empty(ready))
	{
		int			at = DatumGetInt32(binaryheap_remove_first(ready));

		place[at] = placed++;
		for (int e = graph->revs[at]->first_edge; e >= 0; e = graph->edges[e].next)
			if (--waiting[graph->edges[e].child] == 0)
				binaryheap_add(ready, Int32GetDatum(graph->edges[e].child));
	}
	if (placed < graph->n)
		report_cycle(graph, waiting);
	return place;
}
