/*
 * rename.h
 *	  What is to be renamed on the way from one state to another.
 */
#ifndef MIG_RENAME_H
#define MIG_RENAME_H

#include "model/shadow.h"
#include "model/wanted.h"
#include "schema/fact.h"

/* A state under the names of another. */
typedef struct MigRenamed
{
	MigFactBase *facts;
	List	   *there;			/* of MigPlanStep *: gave it those names */
	List	   *back;			/* of MigPlanStep *: give it its own again */
	List	   *suggested;		/* of char *: renames that were not asked for, but
								 * look like some, in the same direction */
} MigRenamed;

/*
 * Reads what stands in the shadow, the facts here, under the names of other;
 * where nothing is to be renamed, those are here itself.  With backwards the
 * renames (of MigRename *) lead from other to the shadow and are taken back,
 * else from the shadow to other and are made.  Indexes, constraints and the
 * like that differ in nothing but their name are renamed, too.  The shadow is
 * left as it was.  Errors: 22023, 42704 when a rename is not one.
 */
extern MigRenamed mig_rename_shadow(MigShadow *shadow, MigFactBase *here,
									const MigFactBase *other, List *renames, bool backwards);

/*
 * The renames (of char *, as they are asked for) that a removal and an addition
 * look like, and that keep data.
 */
extern List *mig_rename_suggestions(const MigFactBase *source, const MigFactBase *target);

/* Tells of suggestions with a NOTICE each. */
extern void mig_rename_suggest(const List *suggestions);

#endif							/* MIG_RENAME_H */
