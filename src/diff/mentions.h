/*
 * mentions.h
 *	  What the bodies of functions mention comes before what may run them.
 */
#ifndef MIG_MENTIONS_H
#define MIG_MENTIONS_H

#include "diff/graph.h"

/* Adds to the wishes of the actions, when all of them are there. */
extern void mig_mentions_wish(const MigGraph *graph);

#endif							/* MIG_MENTIONS_H */
