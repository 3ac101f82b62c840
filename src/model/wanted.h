/*
 * wanted.h
 *	  Which facts the renames are about that somebody asks for.
 */
#ifndef MIG_WANTED_H
#define MIG_WANTED_H

#include "schema/fact.h"

/* Renames as their users write them, from the names in one state to another. */
typedef struct MigRenames
{
	List	   *asked;			/* of char *: must be possible */
	List	   *annotated;		/* of char *: those not made yet are meant */
} MigRenames;

/* One that was found: a fact and its last name in the other state. */
typedef struct MigRename
{
	const struct MigKind *kind;
	const char *from;			/* its identity before */
	const char *to;				/* its last name after, without quotes */
	int			depth;			/* parents above it */
} MigRename;

/* How many parents are above a fact? */
extern int	mig_wanted_depth(const MigFact *fact);

/*
 * The renames (of MigRename *) that are asked for, of facts of source.
 * Errors: 22023 what is no rename or fits several facts; 42704 what is not
 * there.
 */
extern List *mig_wanted_renames(const MigRenames *renames, const MigFactBase *source);

/* Those between two snapshots of one transaction: what is the same has one address. */
extern List *mig_wanted_between(const MigFactBase *before, const MigFactBase *after);

#endif							/* MIG_WANTED_H */
