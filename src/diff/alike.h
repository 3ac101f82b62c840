/*
 * alike.h
 *	  Removals and additions that look like one rename.
 */
#ifndef MIG_ALIKE_H
#define MIG_ALIKE_H

#include "schema/fact.h"

typedef struct MigAlike
{
	const MigFact *old;			/* only in the source */
	const MigFact *new;			/* only in the target, the same but for its name
								 * and, at most, a third of its columns */
	bool		harmless;		/* a rename for sure: it holds no data, and what it
								 * is part of says all about it */
} MigAlike;

/*
 * The pairs (of MigAlike *), each fact in one of them at most, in the order of
 * the source.  In the current memory context.
 */
extern List *mig_alike_find(const MigFactBase *source, const MigFactBase *target);

#endif							/* MIG_ALIKE_H */
