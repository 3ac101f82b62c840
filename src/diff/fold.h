/*
 * fold.h
 *	  Which actions are part of their parent's.
 */
#ifndef MIG_FOLD_H
#define MIG_FOLD_H

#include "base/topo.h"
#include "diff/action.h"

/* The action that an action is part of in the end; itself when it stands alone. */
extern MigAction *mig_fold_root(MigAction *action);

/* What comes before what among those that stand alone, by their numbers. */
extern MigTopo *mig_fold_graph(List *actions);

/*
 * Takes out (into = NULL) what cannot be part of its parent's action because
 * something else has to stand between the two.
 */
extern void mig_fold_settle(List *actions);

#endif							/* MIG_FOLD_H */
