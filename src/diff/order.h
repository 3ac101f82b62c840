/*
 * order.h
 *	  The one order in which actions run.
 */
#ifndef MIG_ORDER_H
#define MIG_ORDER_H

#include "diff/action.h"

/*
 * The actions that stand alone, in order.  The same facts give the same order.
 * A cycle is an error of this extension and reported as such, with its members.
 */
extern List *mig_order_actions(List *actions);

#endif							/* MIG_ORDER_H */
