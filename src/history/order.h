/*
 * order.h
 *	  An order of the revisions with parents before their children.  Pure.
 */
#ifndef MIG_ORDER_H
#define MIG_ORDER_H

#include "history/dag.h"

/*
 * A new number for each revision, place[old] = new, such that parents and
 * dependencies come first; among those that are free to go either way the one
 * with the lower number.  NULL when the numbers are so already.  The result is
 * in the current memory context.  Error: MG004 when there is a cycle.
 */
extern int *mig_history_order(const MigGraph *graph);

#endif							/* MIG_ORDER_H */
