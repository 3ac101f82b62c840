/*
 * keep.h
 *	  Data of what is redone: put aside, and fetched again.
 */
#ifndef MIG_KEEP_H
#define MIG_KEEP_H

#include "diff/graph.h"

/* Finds what is put aside, and what is dropped without a loss, when all fates are known. */
extern void mig_keep_find(MigChanges *changes);

/* Orders the actions that put aside and fetch among the others. */
extern void mig_keep_order(const MigGraph *graph, MigChange *change);

/*
 * Does a part of a table come when the rows have been fetched, and not before?
 * What comes along with a whole does not.
 */
extern bool mig_keep_waits(const MigGraph *graph, const MigFact *part);

#endif							/* MIG_KEEP_H */
