/*
 * touched.h
 *	  Which relations a statement names as what it works on.
 */
#ifndef MIG_TOUCHED_H
#define MIG_TOUCHED_H

#include "nodes/pg_list.h"

struct Node;

/*
 * The relations that DDL alters, drops, indexes, refers to by a foreign key,
 * ..., as a List of RangeVar that belongs to the raw parse tree.  Relations
 * that are only read, and those of statements that work on rows, are not among
 * them.  No catalog is read: the names may be those of nothing.
 */
extern List *mig_touched_relations(struct Node *stmt);

#endif							/* MIG_TOUCHED_H */
