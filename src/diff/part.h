/*
 * part.h
 *	  What partitions have as their part (MigFact.whole) of an index or a
 *	  constraint of the table above, and when it comes and goes.
 */
#ifndef MIG_PART_H
#define MIG_PART_H

#include "diff/graph.h"

/* The action by which the table of a part descends from what has the whole; NULL: it does already. */
extern MigAction *mig_part_attaching(const MigGraph *graph, const MigFact *part);

/* Of an index, or a constraint with one: is a partition, at any depth, to have no part of it? */
extern bool mig_part_missing(const MigFact *whole);

/* When a part comes, and whether it is written out or comes along with its table or its whole. */
extern void mig_part_create(const MigGraph *graph, const MigFact *fact, MigAction *create);

/* A partition that is to have no part of an index must not get one: it is there before. */
extern void mig_part_create_whole(const MigGraph *graph, const MigFact *whole, MigAction *create);

/* A part goes with the whole, unless its table is detached before. */
extern void mig_part_drop(const MigGraph *graph, const MigFact *fact, MigAction *drop);

#endif							/* MIG_PART_H */
