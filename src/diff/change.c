/*
 * change.c
 *	  What becomes of each fact on the way from one fact base to another.
 */
#include "postgres.h"

#include "diff/change.h"
#include "diff/conname.h"
#include "diff/keep.h"
#include "diff/stray.h"
#include "schema/kind.h"

/* The attribute that a swapped type moves: the first of a MIG_TYPED kind. */
#define TYPE_ATTR	0

static void
compare_attrs(MigChange *change)
{
	const MigKind *kind = change->old->kind;

	for (int i = 0; i < kind->nattrs; i++)
	{
		const MigAttr *attr = &kind->attrs[i];
		MigHow		how = attr->how;

		if (how == MIG_IGNORE || mig_attr_equal(change->old, change->new, i))
			continue;
		if (attr->decide != NULL)
			how = attr->decide(change->old, change->new);
		if (how == MIG_IGNORE)
			continue;
		if (how == MIG_REPLACE)
		{
			change->fate = MIG_REDONE;
			return;
		}
		change->fate = MIG_ALTERED;
		change->attrs = bms_add_member(change->attrs, i);
		change->rebuilds |= how == MIG_REBUILD;
		change->loosens |= how == MIG_LOOSEN;
	}
}

static void
add_change(MigChanges *changes, MigFact *old, MigFact *new)
{
	MigChange  *change = palloc0(sizeof(MigChange));

	change->old = old;
	change->new = new;
	if (old == NULL)
		change->fate = MIG_NEW;
	else if (new == NULL)
		change->fate = MIG_GONE;
	else
		compare_attrs(change);

	if (old != NULL)
	{
		old->retyped = old->alone = false;
		changes->ofold[old->index] = change;
	}
	if (new != NULL)
	{
		new->fresh = new->unfilled = false;
		changes->ofnew[new->index] = change;
	}
	changes->all = lappend(changes->all, change);
}

static void
merge_walk(MigChanges *changes)
{
	const MigFactBase *source = changes->source;
	const MigFactBase *target = changes->target;
	int			i = 0;
	int			j = 0;

	while (i < source->nfacts || j < target->nfacts)
	{
		int			order = i == source->nfacts ? 1 : j == target->nfacts ? -1 :
			mig_fact_compare(source->facts[i], target->facts[j]);

		add_change(changes, order <= 0 ? source->facts[i] : NULL,
				   order >= 0 ? target->facts[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
}

/* A type that becomes one of another kind, by the same name, is redone: columns keep their values. */
static void
pair_kinds(MigChanges *changes)
{
	List	   *gone = NIL;
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, changes->all)
	{
		MigChange  *change = lfirst(cell);

		if (change->fate == MIG_GONE && (change->old->kind->traits & MIG_SWAPPED))
			gone = lappend(gone, change);
	}
	foreach(cell, changes->all)
	{
		MigChange  *change = lfirst(cell);

		if (gone == NIL || change->fate != MIG_NEW || !(change->new->kind->traits & MIG_SWAPPED))
			continue;
		foreach(other, gone)
		{
			MigChange  *before = lfirst(other);

			if (before->fate != MIG_GONE || strcmp(before->old->identity, change->new->identity) != 0)
				continue;
			before->fate = MIG_REDONE;
			before->new = change->new;
			changes->ofnew[change->new->index] = before;
			changes->all = foreach_delete_current(changes->all, cell);
			break;
		}
	}
}

static void
redo(MigChange *change, List **disturbed)
{
	if (change->fate != MIG_KEPT && change->fate != MIG_ALTERED)
		return;
	change->fate = MIG_REDONE;
	*disturbed = lappend(*disturbed, change);
}

/* A column whose type is redone beside it follows the type. */
static void
move(MigChange *type, MigChange *column, List **disturbed)
{
	type->swapped = true;
	column->old->retyped = true;
	if (mig_change_leaves(column))
		return;
	column->fate = MIG_ALTERED;
	column->attrs = bms_add_member(column->attrs, TYPE_ATTR);
	if (!column->rebuilds)
		*disturbed = lappend(*disturbed, column);
	column->rebuilds = true;
}

/*
 * What a type is made of is redone with it.  Columns may have to move from one
 * to the other, so both selves of both stand for a while.
 */
static bool
redo_container(MigChanges *changes, MigChange *change, MigFact *fact, List **disturbed)
{
	if (fact->parent != NULL && (fact->kind->traits & MIG_TYPED))
		fact = fact->parent;
	if (change->fate != MIG_REDONE || fact == change->old ||
		!(change->old->kind->traits & fact->kind->traits & MIG_SWAPPED))
		return false;
	change->swapped = true;
	redo(changes->ofold[fact->index], disturbed);
	return true;
}

/* Does the table of a part stay a partition of the table of its whole? */
static bool
still_partition(const MigChanges *changes, const MigFact *part)
{
	const MigFact *lineage = mig_fact_lineage(part->parent, part->whole->parent);

	return lineage != NULL && changes->ofold[lineage->index]->fate == MIG_KEPT &&
		!mig_change_leaves(changes->ofold[part->whole->parent->index]);
}

/* What depends on a fact that is dropped, for good or to come back. */
static void
disturb_dependent(MigChanges *changes, MigChange *change, MigChange *dependent, List **disturbed)
{
	uint32		traits = dependent->old->kind->traits;

	if (redo_container(changes, change, dependent->old, disturbed) || mig_change_leaves(dependent))
		return;
	if (dependent->old->parent == change->old && (traits & MIG_FALLS_WITH_PARENT))
		redo(dependent, disturbed);
	else if (dependent->old->whole == change->old)
	{
		/* Of a table that is detached first it stays. */
		if (still_partition(changes, dependent->old))
			redo(dependent, disturbed);
	}
	else if (change->fate == MIG_GONE)
	{
		/* One that is altered lets go of it by that. */
		if (dependent->fate == MIG_KEPT && (traits & MIG_REBUILDABLE))
			redo(dependent, disturbed);
	}
	else if ((change->old->kind->traits & MIG_SWAPPED) && (traits & MIG_TYPED))
		move(change, dependent, disturbed);
	else
		redo(dependent, disturbed);
}

/* What the server refuses to keep while a fact it reads is altered. */
static void
disturb_blocking(MigChange *change, MigChange *dependent, List **disturbed)
{
	const MigKind *kind = dependent->old->kind;
	bool		blocks = kind->blocks != NULL && kind->blocks(dependent->old);

	/* A column that reads another is generated from it. */
	if (change->rebuilds && ((kind->traits & MIG_BLOCKS) || kind == change->old->kind || blocks))
		redo(dependent, disturbed);
	if (change->loosens && dependent->old->parent == change->old && blocks)
		redo(dependent, disturbed);
}

/* A part that goes while its table stays takes the whole with it. */
static void
disturb_whole(MigChanges *changes, MigChange *change, List **disturbed)
{
	const MigFact *fact = change->old;

	if (fact->whole != NULL && mig_change_leaves(change) && still_partition(changes, fact))
		redo(changes->ofold[fact->whole->index], disturbed);
}

/* What was made of a shell cannot be taken off it again. */
static void
disturb_shell(MigChanges *changes, MigChange *change, List **disturbed)
{
	const MigFact *parent = change->old->parent;

	if (mig_change_leaves(change) && parent != NULL && (parent->kind->traits & MIG_SHELL))
		redo(changes->ofold[parent->index], disturbed);
}

static void
propagate(MigChanges *changes, List *disturbed)
{
	ListCell   *cell;

	while (disturbed != NIL)
	{
		MigChange  *change = llast(disturbed);

		disturbed = list_delete_last(disturbed);
		disturb_whole(changes, change, &disturbed);
		disturb_shell(changes, change, &disturbed);
		foreach(cell, change->old->neededby)
		{
			MigChange  *dependent = changes->ofold[((MigFact *) lfirst(cell))->index];

			if (mig_change_leaves(change))
				disturb_dependent(changes, change, dependent, &disturbed);
			else
				disturb_blocking(change, dependent, &disturbed);
		}
	}
}

static List *
find_disturbing(const MigChanges *changes)
{
	List	   *disturbing = NIL;
	ListCell   *cell;

	foreach(cell, changes->all)
	{
		MigChange  *change = lfirst(cell);

		if (change->old != NULL && (mig_change_leaves(change) || change->rebuilds || change->loosens))
			disturbing = lappend(disturbing, change);
	}
	return disturbing;
}

/* Redoes what takes no more of the parts that it is to get. */
static void
redo_sealed(MigChanges *changes, List **disturbed)
{
	ListCell   *cell;

	foreach(cell, changes->all)
	{
		const MigChange *part = lfirst(cell);
		MigChange  *whole;

		if (!mig_change_arrives(part) || part->new->parent == NULL || (part->new->kind->traits & MIG_SATELLITE))
			continue;
		whole = changes->ofnew[part->new->parent->index];
		if (whole->old != NULL && whole->old->kind->sealed != NULL && whole->old->kind->sealed(whole->old))
			redo(whole, disturbed);
	}
}

/* What cannot become what it is to be, while it stays, is redone; others with it, perhaps. */
static void
settle(MigChanges *changes)
{
	List	   *disturbed = find_disturbing(changes);

	do
	{
		ListCell   *cell;

		propagate(changes, disturbed);
		disturbed = NIL;
		foreach(cell, mig_stray_tables(changes))
			redo(lfirst(cell), &disturbed);
		redo_sealed(changes, &disturbed);
	} while (disturbed != NIL);
}

/* Do functions that a type is gone with make another one, under the names they had? */
static bool
leaves_makers(const MigChanges *changes, const MigChange *type, const MigFact *shell)
{
	ListCell   *cell;

	foreach(cell, shell->neededby)
		if (type->fate == MIG_GONE && changes->ofold[((MigFact *) lfirst(cell))->index]->fate == MIG_REDONE)
			return true;
	return false;
}

/* While the old self of a type is renamed, so is what goes with it. */
static void
swap_rings(MigChanges *changes)
{
	ListCell   *cell;
	ListCell   *member;

	foreach(cell, changes->all)
	{
		MigChange  *type = lfirst(cell);
		MigFact    *shell = type->old ? type->old->parent : NULL;

		if (shell == NULL || !(shell->kind->traits & MIG_SHELL) ||
			!(type->swapped || leaves_makers(changes, type, shell)))
			continue;
		changes->ofold[shell->index]->swapped = true;
		foreach(member, shell->neededby)
			changes->ofold[((MigFact *) lfirst(member))->index]->swapped = true;
	}
}

MigChanges *
mig_change_find(const MigFactBase *source, const MigFactBase *target)
{
	MigChanges *changes = palloc0(sizeof(MigChanges));

	changes->source = source;
	changes->target = target;
	changes->ofold = palloc0(sizeof(MigChange *) * Max(1, source->nfacts));
	changes->ofnew = palloc0(sizeof(MigChange *) * Max(1, target->nfacts));
	merge_walk(changes);
	pair_kinds(changes);
	settle(changes);
	mig_stray_leave(changes);
	mig_keep_find(changes);
	swap_rings(changes);
	mig_conname_settle(changes);
	return changes;
}
