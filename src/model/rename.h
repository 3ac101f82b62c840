/*
 * rename.h
 *	  What is to be renamed on the way from one state to another.
 */
#ifndef MIG_RENAME_H
#define MIG_RENAME_H

#include "model/hide.h"
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

/* A state under the names of another. */
typedef struct MigRenamed
{
	MigFactBase *facts;
	List	   *there;			/* of MigPlanStep *: gave it those names */
	List	   *back;			/* of MigPlanStep *: give it its own again */
	List	   *suggested;		/* of char *: renames that were not asked for, but
								 * look like some, from the names of other */
} MigRenamed;

/*
 * The renames (of MigRename *) that are asked for, of facts of source.
 * Errors: 22023 what is no rename or fits several facts; 42704 what is not
 * there.
 */
extern List *mig_rename_find(const MigRenames *renames, const MigFactBase *source);

/* Those between two snapshots of one transaction: what is the same has one address. */
extern List *mig_rename_between(const MigFactBase *before, const MigFactBase *after);

/*
 * Reads what stands in the shadow under the names of other.  With backwards
 * the renames lead from other to the shadow and are taken back, else from the
 * shadow to other and are made.  Indexes, constraints and the like that differ
 * in nothing but their name are renamed, too.  The shadow is left as it was.
 * Errors: 22023, 42704 when a rename is not one.
 */
extern MigRenamed mig_rename_shadow(const MigHidden *hidden, List *schemas, const MigFactBase *other,
									List *renames, bool backwards);

/*
 * The renames (of char *, as they are asked for) that a removal and an addition
 * look like, and that keep data.
 */
extern List *mig_rename_suggestions(const MigFactBase *source, const MigFactBase *target);

/* Tells of suggestions with a NOTICE each. */
extern void mig_rename_suggest(const List *suggestions);

#endif							/* MIG_RENAME_H */
