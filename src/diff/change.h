/*
 * change.h
 *	  What becomes of each fact on the way from one fact base to another.
 */
#ifndef MIG_CHANGE_H
#define MIG_CHANGE_H

#include "nodes/bitmapset.h"
#include "schema/fact.h"

typedef enum MigFate
{
	MIG_KEPT,					/* in both, and nothing is to be done */
	MIG_ALTERED,				/* in both; attrs says what differs */
	MIG_REDONE,					/* in both; dropped and created again */
	MIG_GONE,					/* only in the source */
	MIG_NEW						/* only in the target */
} MigFate;

typedef struct MigChange
{
	MigFate		fate;
	MigFact    *old;			/* NULL when MIG_NEW */
	MigFact    *new;			/* NULL when MIG_GONE */
	Bitmapset  *attrs;			/* to be altered */
	bool		rebuilds;		/* one of them moves what blocks it aside */
	bool		loosens;		/* one of them needs its parts of a kind away */
	bool		swapped;		/* leaves under columns that stay: its old self
								 * is renamed until they have moved */
	const char *aside;			/* where its data is while it is redone; NULL:
								 * nowhere */
	bool		safe;			/* no data is lost with its old self */
} MigChange;

typedef struct MigChanges
{
	const MigFactBase *source;
	const MigFactBase *target;
	MigChange **ofold;			/* by the index of a fact in source */
	MigChange **ofnew;			/* by the index of a fact in target */
	List	   *all;			/* of MigChange *, the kept ones too */
} MigChanges;

/* The kind of the fact, in whichever base it is. */
#define mig_change_kind(change) \
	((change)->old != NULL ? (change)->old->kind : (change)->new->kind)

/* Is its old self dropped? */
#define mig_change_leaves(change) \
	((change)->fate == MIG_GONE || (change)->fate == MIG_REDONE)

/* Is its new self created? */
#define mig_change_arrives(change) \
	((change)->fate == MIG_NEW || (change)->fate == MIG_REDONE)

/*
 * Compares two finished bases, then settles what the differences do to what
 * depends on them.  In the current memory context.
 */
extern MigChanges *mig_change_find(const MigFactBase *source, const MigFactBase *target);

#endif							/* MIG_CHANGE_H */
