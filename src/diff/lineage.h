/*
 * lineage.h
 *	  What a table has from those it descends from: partitions, children, typed
 *	  tables; and when that comes and goes.
 */
#ifndef MIG_LINEAGE_H
#define MIG_LINEAGE_H

#include "diff/graph.h"

/* Has a fact only what the parent descends from given it? */
extern bool mig_lineage_given(const MigFact *fact);

/* Is it a descent by which the rows of a table are rows of what it descends from? */
extern bool mig_lineage_routes(const MigFact *fact);

/* Of what needs a table: is it the descent of a partition of that table? */
extern bool mig_lineage_below(const MigFact *fact, const MigFact *table);

/* Is it given along with this one, and goes with it or with its table, whichever goes first? */
extern bool mig_lineage_clones(const MigFact *fact, const MigFact *whole);

/*
 * Can the one, a part of what a table descends from, give the other to it?
 * Columns, also those of a type, and constraints can.
 */
extern bool mig_lineage_is_origin(const MigFact *origin, const MigFact *fact);

/*
 * Orders one action of a fact among those of what its parent descends from, and
 * marks it where it comes or goes with one of those.
 */
extern void mig_lineage_order_drop(const MigGraph *graph, const MigFact *fact, MigAction *drop);
extern void mig_lineage_order_create(const MigGraph *graph, const MigFact *fact, MigAction *create);
extern void mig_lineage_order_alter(const MigGraph *graph, const MigFact *fact, MigAction *alter);

/*
 * Orders the action that puts rows aside before those that take a column with
 * its origin, and the one that fetches them after those by which it comes.
 */
extern void mig_lineage_order_save(const MigGraph *graph, const MigFact *column, MigAction *save);
extern void mig_lineage_order_restore(const MigGraph *graph, const MigFact *column, MigAction *restore);

/*
 * Does a new table have what this creates by what it descends from?  To be
 * asked when it is known which actions are part of others.
 */
extern bool mig_lineage_gives(const MigAction *action);

/* Orders the actions of a change of the descent itself. */
extern void mig_lineage_order(const MigGraph *graph, const MigChange *change);

#endif							/* MIG_LINEAGE_H */
