/*
 * carry.h
 *	  Facts that are carried over from the model before, to those of a shadow in
 *	  which only a part of the model stands.
 */
#ifndef MIG_CARRY_H
#define MIG_CARRY_H

#include "model/names.h"

/* How much of a root of the model before stands in the shadow. */
typedef enum MigStand
{
	MIG_STAND_ABSENT,			/* nothing: its facts are carried */
	MIG_STAND_BARE,				/* as much as others need: its facts are carried */
	MIG_STAND_BUILT				/* all of it: its facts are read there */
} MigStand;

typedef struct MigCarry
{
	const MigFactBase *before;	/* finished; outlives what is made of it */
	const MigStand *stand;		/* of the facts of before that are roots, by index */
	const MigNames *names;		/* of before */
	MigFact   **place;			/* what became of each fact of before in the
								 * last merge, or NULL */
	const MigFactBase *read;	/* what was last read in the shadow */
	MigFact   **ofread;			/* what became of its facts */
} MigCarry;

/*
 * The facts that read, which is used up, and what is carried make together, in
 * a child of the current memory context; its texts are those of the two.
 * An error (55000) where they do not fit: see mig_carry_doubt.
 */
extern MigFactBase *mig_carry_merge(MigCarry *carry, MigFactBase *read);

/* Are the facts of that root, and so this fact of before, carried over? */
extern bool mig_carry_is_carried(const MigCarry *carry, const MigFact *fact);

/*
 * Checks that a script that is to run in the shadow names nothing that does not
 * stand there.
 */
extern void mig_carry_check_script(const MigCarry *carry, const char *script);

/* The error that says that the model has to be built in full, and why. */
extern void mig_carry_doubt(const char *why, const char *what);

#endif							/* MIG_CARRY_H */
