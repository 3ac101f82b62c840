/*
 * stray.c
 *	  Tables that have to be made anew, since a part of them cannot become what it
 *	  is to be while they stay.
 *
 * A column that is inherited can become local in one way: what it is inherited
 * from is dropped there alone, and left to all that descend from there.
 */
#include "postgres.h"

#include "diff/lineage.h"
#include "diff/stray.h"
#include "schema/kind.h"

/* What becomes of what gives a fact, where the table goes on to descend from that. */
typedef struct Origins
{
	bool		stay;			/* one of them stays */
	List	   *leave;			/* those that are dropped, and take it along */
} Origins;

static Origins
find_origins(MigChange *const *changeof, const MigFact *fact)
{
	Origins		found = {false, NIL};
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
			MigFact    *origin = lfirst(part);

			if (origin->parent != lfirst(other) || origin->parent == fact->parent || !mig_lineage_is_origin(origin, fact))
				continue;
			if (mig_change_leaves(changeof[origin->index]))
				found.leave = lappend(found.leave, origin);
			else
				found.stay = true;
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

/* Is a column that is inherited to be its table's own, or not to be? */
static bool
can_be_left(const MigChanges *changes, const MigFact *column)
{
	const MigChange *change = changes->ofold[column->index];

	return !column->kind->bound(column) && (mig_change_leaves(change) || !column->kind->inherited(column) ||
											!change->new->kind->inherited(change->new));
}

/* Is there nothing about a column that is inherited with it, and would be left without an origin? */
static bool
is_bare(const MigFact *column)
{
	ListCell   *cell;

	foreach(cell, column->neededby)
		if (((MigFact *) lfirst(cell))->kind->traits & MIG_INHERITED)
			return false;
	return true;
}

static bool can_all_go_alone(const MigChanges *changes, const List *origins);

/* Can a column be dropped where it is, and left to what descends from there? */
static bool
can_go_alone(const MigChanges *changes, const MigFact *origin)
{
	ListCell   *cell;
	ListCell   *part;

	if (!(origin->kind->traits & MIG_TYPED) || !is_bare(origin) ||
		!can_all_go_alone(changes, find_origins(changes->ofold, origin).leave))
		return false;
	foreach(cell, origin->parent->neededby)
	{
		const MigFact *lineage = lfirst(cell);

		if (!(lineage->kind->traits & MIG_LINEAGE) || lineage->parent == origin->parent ||
			changes->ofold[lineage->index]->fate != MIG_KEPT)
			continue;
		foreach(part, lineage->parent->neededby)
		{
			const MigFact *column = lfirst(part);

			if (column->parent == lineage->parent && mig_lineage_is_origin(origin, column) &&
				!can_be_left(changes, column))
				return false;
		}
	}
	return true;
}

static bool
can_all_go_alone(const MigChanges *changes, const List *origins)
{
	ListCell   *cell;

	foreach(cell, origins)
		if (!can_go_alone(changes, lfirst(cell)))
			return false;
	return true;
}

/* Is it inherited, and becomes its table's own? */
static bool
becomes_local(const MigChange *part)
{
	return part->old != NULL && part->new != NULL && !mig_change_leaves(part) &&
		(part->old->kind->traits & MIG_INHERITED) && part->old->kind->inherited(part->old) &&
		!part->old->kind->bound(part->old) && !part->new->kind->inherited(part->new);
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
	return part->new->kind->inherited(part->new) ? !origins.stay :
		origins.stay || !can_all_go_alone(changes, origins.leave);
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

/* What it is inherited from itself does not take it along. */
static void
leave_alone(const MigChanges *changes, const List *origins)
{
	ListCell   *cell;

	foreach(cell, origins)
	{
		MigFact    *origin = lfirst(cell);

		origin->alone = true;
		leave_alone(changes, find_origins(changes->ofold, origin).leave);
	}
}

void
mig_stray_leave(const MigChanges *changes)
{
	ListCell   *cell;

	foreach(cell, changes->all)
	{
		const MigChange *part = lfirst(cell);

		if (becomes_local(part))
			leave_alone(changes, find_origins(changes->ofold, part->old).leave);
	}
}
