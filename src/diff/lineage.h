/*
 * lineage.h
 *	  What a table has from those it descends from: partitions, children, typed
 *	  tables; and when that comes and goes.
 */
#ifndef MIG_LINEAGE_H
#define MIG_LINEAGE_H

#include "diff/graph.h"

/*
 * The changes (of MigChange *) of tables that stay, and have a column that would
 * then not be local, or inherited, as it is to be: no statement changes that.
 */
extern List *mig_lineage_strays(const MigChanges *changes);

/*
 * Orders one action of a fact among those of what its parent descends from, and
 * marks it where it comes or goes with one of those.
 */
extern void mig_lineage_order_drop(const MigGraph *graph, const MigFact *fact, MigAction *drop);
extern void mig_lineage_order_create(const MigGraph *graph, const MigFact *fact, MigAction *create);
extern void mig_lineage_order_alter(const MigGraph *graph, const MigFact *fact, MigAction *alter);

/*
 * Does a new table have what this creates by what it descends from?  To be
 * asked when it is known which actions are part of others.
 */
extern bool mig_lineage_gives(const MigAction *action);

/* Orders the actions of a change of the descent itself. */
extern void mig_lineage_order(const MigGraph *graph, const MigChange *change);

#endif							/* MIG_LINEAGE_H */
