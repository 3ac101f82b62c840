/*
 * topo.h
 *	  Graphs over numbers: strongly connected components, and one topological
 *	  order that is always the same.
 */
#ifndef MIG_TOPO_H
#define MIG_TOPO_H

#include "nodes/pg_list.h"

/* Nodes are 0 .. n - 1; after[i] (integer list) holds those that follow i. */
typedef struct MigTopo
{
	int			n;
	List	  **after;
} MigTopo;

/* A graph without edges, in the current memory context. */
extern MigTopo *mig_topo_new(int n);

/* first comes before then; an edge from a node to itself is ignored. */
extern void mig_topo_edge(MigTopo *graph, int first, int then);

/* Numbers the strongly connected components from 0; returns how many. */
extern int	mig_topo_components(const MigTopo *graph, int *component);

/*
 * Fills order with all nodes such that every edge points forward; among those
 * that could come next the least by compare does.  Returns how many were put
 * in order: fewer than n when the graph has a cycle, which is the caller's to
 * report.
 */
extern int	mig_topo_sort(const MigTopo *graph, int *order,
						  int (*compare) (int a, int b, void *arg), void *arg);

#endif							/* MIG_TOPO_H */
