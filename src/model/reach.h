/*
 * reach.h
 *	  What a change of some roots bears on, by what depends on them.
 */
#ifndef MIG_REACH_H
#define MIG_REACH_H

#include "schema/fact.h"

/* Two fact bases, of which what is the same is known. */
typedef struct MigReach
{
	const MigFactBase *bases[2];	/* finished; the second may be NULL */
	MigFact   **same[2];		/* by index: the same fact in the other base, or NULL */
	bool	   *reached[2];		/* by index */
} MigReach;

/* In the current memory context, with nothing reached. */
extern MigReach *mig_reach_new(const MigFactBase *one, const MigFactBase *other);

/* The fact, in the base of that number, changes: marks all that this may bear on. */
extern void mig_reach_from(MigReach *reach, int base, const MigFact *fact);

/* The same from all facts that the two bases do not agree upon. */
extern void mig_reach_differences(MigReach *reach);

#endif							/* MIG_REACH_H */
