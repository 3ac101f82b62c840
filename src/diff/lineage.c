/*
 * lineage.c
 *	  What a table has from those it descends from, and when.
 */
#include "postgres.h"

#include "base/text.h"
#include "diff/keep.h"
#include "diff/lineage.h"
#include "diff/part.h"
#include "schema/kind.h"

bool
mig_lineage_given(const MigFact *fact)
{
	return (fact->kind->traits & MIG_INHERITED) && fact->kind->inherited(fact);
}

bool
mig_lineage_routes(const MigFact *fact)
{
	return (fact->kind->traits & MIG_LINEAGE) && fact->kind->routes != NULL && fact->kind->routes(fact);
}

bool
mig_lineage_below(const MigFact *fact, const MigFact *table)
{
	return fact->parent != table && mig_lineage_routes(fact);
}

bool
mig_lineage_clones(const MigFact *fact, const MigFact *whole)
{
	return fact->whole == whole && mig_lineage_given(fact);
}

bool
mig_lineage_is_origin(const MigFact *origin, const MigFact *fact)
{
	return (origin->kind == fact->kind || (origin->kind->traits & fact->kind->traits & MIG_TYPED)) &&
		strcmp(mig_text_last_name(origin->identity), mig_text_last_name(fact->identity)) == 0;
}

/*
 * Where a fact is inherited from: calls use with each fact of the same name, of
 * what the parent descends from, where that descent has this fate.
 */
static void
each_origin(const MigGraph *graph, const MigFact *fact, MigChange *const *changeof, MigFate fate, MigAction *action,
			void (*use) (const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *action))
{
	ListCell   *cell;
	ListCell   *other;
	ListCell   *part;

	if (fact->parent == NULL || !(fact->kind->traits & MIG_INHERITED))
		return;
	foreach(cell, fact->parent->neededby)
	{
		const MigFact *lineage = lfirst(cell);

		if (!(lineage->kind->traits & MIG_LINEAGE) || lineage->parent != fact->parent ||
			changeof[lineage->index]->fate != fate)
			continue;
		foreach(other, lineage->needs)
			foreach(part, ((MigFact *) lfirst(other))->neededby)
		{
			const MigFact *origin = lfirst(part);

			if (origin->parent == lfirst(other) && origin->parent != fact->parent &&
				mig_lineage_is_origin(origin, fact))
				use(graph, fact, origin, action);
		}
	}
}

/* What is only inherited goes with its origin; else it can go after it. */
static void
drop_with(const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *drop)
{
	if (fact->kind->inherited(fact))
		drop->comes = true;
	mig_graph_before(mig_graph_of_old(graph, origin)->drop, drop);
}

/* An origin that goes alone leaves it to its table. */
static void
drop_left(const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *drop)
{
	if (origin->alone)
		drop->comes = false;
}

/* What is only inherited comes with its origin; else it is there before. */
static void
create_with(const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *create)
{
	MigAction  *source = mig_graph_of_new(graph, origin)->create;

	if (fact->kind->inherited(fact))
	{
		create->comes = true;
		mig_graph_before(source, create);
	}
	else
		mig_graph_before(create, source);
}

/*
 * A new table is given what is there, as it is to be; what it is to have as no
 * table is created with, a constraint that is not valid, is given to it later.
 */
static void
create_after(const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *create)
{
	const MigActions *own = mig_graph_of_new(graph, origin);
	MigAction  *table = mig_graph_of_new(graph, fact->parent)->create;

	if (!mig_lineage_given(fact))
		return;
	mig_graph_before(own->alter, table);
	if (mig_fact_apart(fact))
	{
		create->comes = true;
		mig_graph_before(table, own->create);
		mig_graph_before(own->create, create);
	}
	else if (!mig_keep_waits(graph, origin))
		mig_graph_before(own->create, table);
}

/* An origin takes along what it had given, which then can have its own way. */
static void
alter_after(const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *alter)
{
	mig_graph_before(mig_graph_of_new(graph, origin)->alter, alter);
}

/* Nor can it before it is its table's own. */
static void
alter_after_drop(const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *alter)
{
	mig_graph_before(mig_graph_of_old(graph, origin)->drop, alter);
}

static bool
same_fact(const MigFact *one, const MigFact *other)
{
	if (one->kind != other->kind)
		return false;
	for (int i = 0; i < one->kind->nattrs; i++)
		if (one->kind->attrs[i].how != MIG_IGNORE && !mig_attr_equal(one, other, i))
			return false;
	return true;
}

/* A part of a column, as its default, that the same column of an origin has as well. */
static void
find_giver(const MigGraph *graph, const MigFact *column, const MigFact *origin, MigAction *create)
{
	ListCell   *cell;

	foreach(cell, origin->neededby)
	{
		const MigFact *part = lfirst(cell);

		if (part->parent != origin || !same_fact(part, create->change->new) ||
			mig_graph_of_new(graph, part)->alter != NULL)
			continue;
		create->given = true;
		create->giver = mig_graph_of_new(graph, part)->create;
	}
}

bool
mig_lineage_gives(const MigAction *action)
{
	return action->given && !action->change->new->parent->parent->attached &&
		(action->giver == NULL || action->giver->into != NULL || mig_lineage_gives(action->giver));
}

static void
fetch_after(const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *restore)
{
	mig_graph_before(mig_graph_of_new(graph, origin)->create, restore);
	mig_graph_before(mig_graph_of_new(graph, origin)->alter, restore);
}

static void
save_before(const MigGraph *graph, const MigFact *fact, const MigFact *origin, MigAction *save)
{
	mig_graph_before(save, mig_graph_of_old(graph, origin)->drop);
	mig_graph_before(save, mig_graph_of_old(graph, origin)->alter);
}

void
mig_lineage_order_save(const MigGraph *graph, const MigFact *column, MigAction *save)
{
	for (MigFate fate = MIG_KEPT; fate <= MIG_GONE; fate++)
		each_origin(graph, column, graph->changes->ofold, fate, save, save_before);
}

void
mig_lineage_order_restore(const MigGraph *graph, const MigFact *column, MigAction *restore)
{
	for (MigFate fate = MIG_KEPT; fate <= MIG_NEW; fate++)
		each_origin(graph, column, graph->changes->ofnew, fate, restore, fetch_after);
}

void
mig_lineage_order_drop(const MigGraph *graph, const MigFact *fact, MigAction *drop)
{
	if (fact->whole != NULL)
		mig_part_drop(graph, fact, drop);
	each_origin(graph, fact, graph->changes->ofold, MIG_KEPT, drop, drop_with);
	each_origin(graph, fact, graph->changes->ofold, MIG_KEPT, drop, drop_left);
}

void
mig_lineage_order_create(const MigGraph *graph, const MigFact *fact, MigAction *create)
{
	const MigFact *parent = fact->parent;

	if (parent != NULL && parent->parent != NULL && (fact->kind->traits & MIG_FOLDS))
		each_origin(graph, parent, graph->changes->ofnew, MIG_NEW, create, find_giver);
	mig_part_create_whole(graph, fact, create);
	if (fact->whole != NULL)
		mig_part_create(graph, fact, create);
	else if (mig_graph_of_new(graph, parent ? parent : fact)->create == NULL)
		each_origin(graph, fact, graph->changes->ofnew, MIG_KEPT, create, create_with);
	else
	{
		each_origin(graph, fact, graph->changes->ofnew, MIG_NEW, create, create_after);
		each_origin(graph, fact, graph->changes->ofnew, MIG_REDONE, create, create_after);
	}
}

void
mig_lineage_order_alter(const MigGraph *graph, const MigFact *fact, MigAction *alter)
{
	/* An index that is there already is joined by what attaches its table. */
	if (fact->whole != NULL)
		mig_graph_before(mig_part_attaching(graph, fact), alter);
	each_origin(graph, fact, graph->changes->ofnew, MIG_KEPT, alter, alter_after);
	each_origin(graph, alter->change->old, graph->changes->ofold, MIG_KEPT, alter, alter_after_drop);
}

/* A table is attached as it is to be, and changed once it is detached. */
static void
order_lineage(const MigGraph *graph, const MigFact *table, MigAction *attach, MigAction *detach,
			  MigActions *(*of) (const MigGraph *graph, const MigFact *fact))
{
	ListCell   *cell;

	foreach(cell, table->neededby)
	{
		const MigFact *fact = lfirst(cell);
		MigActions *own;

		if (fact->parent != table || !(fact->kind->traits & MIG_FOLDS) ||
			(fact->kind->traits & MIG_LINEAGE) || fact->whole != NULL ||
			(attach != NULL && mig_keep_waits(graph, fact)))
			continue;
		own = of(graph, fact);
		mig_graph_before(own->create, attach);
		mig_graph_before(own->alter, attach);
		mig_graph_before(detach, own->drop);
		mig_graph_before(detach, own->alter);
	}
}

void
mig_lineage_order(const MigGraph *graph, const MigChange *change)
{
	const MigActions *own = mig_graph_of(graph, unconstify(MigChange *, change));
	ListCell   *cell;

	if (own->create != NULL && mig_graph_of_new(graph, change->new->parent)->create == NULL)
		foreach(cell, change->new->needs)
			order_lineage(graph, lfirst(cell), own->create, NULL, mig_graph_of_new);
	if (own->drop != NULL && mig_graph_of_old(graph, change->old->parent)->drop == NULL)
		foreach(cell, change->old->needs)
			order_lineage(graph, lfirst(cell), NULL, own->drop, mig_graph_of_old);
}
