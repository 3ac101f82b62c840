/*
 * stray.c
 *	  Tables that have to be made anew, since a part of them cannot become what it
 *	  is to be while they stay.
 */
#include "postgres.h"

#include "diff/lineage.h"
#include "diff/stray.h"
#include "schema/kind.h"

/* What becomes of what gives a fact, where the table goes on to descend from that. */
typedef struct Origins
{
	bool		stay;			/* one of them stays */
	bool		leave;			/* one is dropped, and takes it along */
} Origins;

static Origins
find_origins(MigChange *const *changeof, const MigFact *fact)
{
	Origins		found = {false, false};
	ListCell   *cell;
	ListCell   *other;
	ListCell   *part;

	foreach(cell, fact->parent->neededby)
	{
		const MigFact *lineage = lfirst(cell);

		if (!(lineage->kind->traits & MIG_LINEAGE) || lineage->parent != fact->parent ||
			changeof[lineage->index]->fate != MIG_KEPT)
			continue;
		foreach(other, lineage->needs)
			foreach(part, ((MigFact *) lfirst(other))->neededby)
		{
			const MigFact *origin = lfirst(part);
			bool		leaves = mig_change_leaves(changeof[origin->index]);

			if (origin->parent != lfirst(other) || origin->parent == fact->parent || !mig_lineage_is_origin(origin, fact))
				continue;
			found.stay |= !leaves;
			found.leave |= leaves;
		}
	}
	return found;
}

/* Is it to get a type that it cannot have where it is? */
static bool
is_stuck(const MigChanges *changes, const MigChange *column)
{
	const MigFact *old = column->old;

	if (!column->rebuilds || !(old->kind->traits & MIG_TYPED))
		return false;
	return old->kind->fixed(old) ||
		(old->kind->bound(old) && column->new->kind->bound(column->new) && !find_origins(changes->ofold, old).stay);
}

/* What comes with a descent that is new would be local, too. */
static bool
comes_apart(const MigChanges *changes, const MigFact *part)
{
	const MigChange *parent = part->parent ? changes->ofnew[part->parent->index] : NULL;

	return mig_lineage_given(part) && !part->kind->bound(part) && !mig_change_arrives(parent) &&
		!find_origins(changes->ofnew, part).stay;
}

static bool
strays(const MigChanges *changes, const MigChange *part)
{
	Origins		origins;

	if (part->new == NULL)
		return false;
	if (part->old == NULL)
		return comes_apart(changes, part->new);
	if ((part->old->kind->traits & MIG_LINEAGE) && part->fate == MIG_REDONE)
		return part->old->kind->fixed != NULL && part->old->kind->fixed(part->old);
	if (mig_change_leaves(part) || !(part->old->kind->traits & MIG_INHERITED))
		return false;
	if (is_stuck(changes, part))
		return true;
	if (part->new->kind->bound(part->new))
		return false;
	if (!part->old->kind->inherited(part->old) || part->old->kind->bound(part->old))
		return part->new->kind->inherited(part->new);
	origins = find_origins(changes->ofold, part->old);
	return part->new->kind->inherited(part->new) ? !origins.stay : origins.stay || origins.leave;
}

static MigChange *
table_of(const MigChanges *changes, const MigChange *part)
{
	return part->old ? changes->ofold[part->old->parent->index] : changes->ofnew[part->new->parent->index];
}

List *
mig_stray_tables(const MigChanges *changes)
{
	List	   *found = NIL;
	ListCell   *cell;

	foreach(cell, changes->all)
		if (strays(changes, lfirst(cell)))
			found = list_append_unique_ptr(found, table_of(changes, lfirst(cell)));
	return found;
}
