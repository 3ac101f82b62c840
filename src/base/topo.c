/*
 * topo.c
 *	  Graphs over numbers: strongly connected components, and one topological
 *	  order that is always the same.
 */
#include "postgres.h"

#include "lib/binaryheap.h"

#include "base/topo.h"

MigTopo *
mig_topo_new(int n)
{
	MigTopo    *graph = palloc(sizeof(MigTopo));

	graph->n = n;
	graph->after = palloc0(sizeof(List *) * Max(1, n));
	return graph;
}

void
mig_topo_edge(MigTopo *graph, int first, int then)
{
	if (first != then)
		graph->after[first] = lappend_int(graph->after[first], then);
}

/* The state of Tarjan's algorithm, with the call stack in an array. */
typedef struct Walk
{
	int		   *component;
	int		   *seen;			/* order of discovery, 0: not yet */
	int		   *low;
	int		   *next;			/* which edge of a node to follow next */
	int		   *path;			/* the call stack */
	int			depth;
	int		   *stack;			/* nodes whose component is open */
	int			height;
	int			nseen;
	int			ncomponents;
} Walk;

static void
enter(Walk *walk, int node)
{
	walk->seen[node] = walk->low[node] = ++walk->nseen;
	walk->path[walk->depth++] = node;
	walk->stack[walk->height++] = node;
}

static void
leave(Walk *walk, int node)
{
	walk->depth--;
	if (walk->low[node] == walk->seen[node])
	{
		int			top;

		do
		{
			top = walk->stack[--walk->height];
			walk->component[top] = walk->ncomponents;
		} while (top != node);
		walk->ncomponents++;
	}
	if (walk->depth > 0)
	{
		int			caller = walk->path[walk->depth - 1];

		walk->low[caller] = Min(walk->low[caller], walk->low[node]);
	}
}

int
mig_topo_components(const MigTopo *graph, int *component)
{
	Size		size = sizeof(int) * Max(1, graph->n);
	Walk		walk = {component, palloc0(size), palloc0(size), palloc0(size),
	palloc(size), 0, palloc(size), 0, 0, 0};

	for (int i = 0; i < graph->n; i++)
		component[i] = -1;

	for (int root = 0; root < graph->n; root++)
	{
		if (walk.seen[root] == 0)
			enter(&walk, root);
		while (walk.depth > 0)
		{
			int			node = walk.path[walk.depth - 1];

			if (walk.next[node] < list_length(graph->after[node]))
			{
				int			follower = list_nth_int(graph->after[node], walk.next[node]++);

				if (walk.seen[follower] == 0)
					enter(&walk, follower);
				else if (component[follower] < 0)
					walk.low[node] = Min(walk.low[node], walk.seen[follower]);
			}
			else
				leave(&walk, node);
		}
	}
	return walk.ncomponents;
}

typedef struct Order
{
	int			(*compare) (int a, int b, void *arg);
	void	   *arg;
} Order;

/* The server's heap gives the greatest first. */
static int
compare_nodes(Datum a, Datum b, void *arg)
{
	Order	   *order = arg;

	return order->compare(DatumGetInt32(b), DatumGetInt32(a), order->arg);
}

int
mig_topo_sort(const MigTopo *graph, int *order,
			  int (*compare) (int a, int b, void *arg), void *arg)
{
	Order		how = {compare, arg};
	binaryheap *ready = binaryheap_allocate(Max(1, graph->n), compare_nodes, &how);
	int		   *waiting = palloc0(sizeof(int) * Max(1, graph->n));
	int			done = 0;
	ListCell   *cell;

	for (int i = 0; i < graph->n; i++)
		foreach(cell, graph->after[i])
			waiting[lfirst_int(cell)]++;
	for (int i = 0; i < graph->n; i++)
		if (waiting[i] == 0)
			binaryheap_add_unordered(ready, Int32GetDatum(i));
	binaryheap_build(ready);

	while (!binaryheap_empty(ready))
	{
		int			node = DatumGetInt32(binaryheap_remove_first(ready));

		order[done++] = node;
		foreach(cell, graph->after[node])
			if (--waiting[lfirst_int(cell)] == 0)
				binaryheap_add(ready, Int32GetDatum(lfirst_int(cell)));
	}
	return done;
}
