/*
 * keep.c
 *	  Data of what is redone: put aside, and fetched again.
 *
 * A table that must be made anew, as one that becomes partitioned, has its rows
 * in a temporary table meanwhile, and its sequences their positions.  Rows of a
 * partition that goes are put aside as rows of what is partitioned; one that
 * stays is detached with its rows.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "base/text.h"
#include "diff/keep.h"
#include "diff/lineage.h"
#include "schema/kind.h"
#include "schema/rows.h"

/* Calls visit with each fact of lineage that makes a table a partition of this one. */
static void
each_partition(const MigFact *table, void (*visit) (const MigFact *lineage, void *arg), void *arg)
{
	ListCell   *cell;

	foreach(cell, table->neededby)
	{
		const MigFact *fact = lfirst(cell);

		if (mig_lineage_below(fact, table))
			visit(fact, arg);
	}
}

/* Partitions of a table that is redone, while it is told whether its rows are put aside. */
typedef struct Below
{
	const MigChanges *changes;
	bool		any;			/* has it partitions? */
	bool		leaving;		/* is one dropped, with its rows? */
	bool		safe;			/* those that are lose nothing */
} Below;

static void
look_below(const MigFact *lineage, void *arg)
{
	Below	   *below = arg;
	MigChange  *partition = below->changes->ofold[lineage->parent->index];

	below->any = true;
	if (!mig_change_leaves(partition))
		return;
	below->leaving = true;
	partition->safe |= below->safe;
	each_partition(partition->old, look_below, below);
}

/* What is put aside needs a name that nothing else has meanwhile. */
static const char *
name_aside(const MigChanges *changes, const MigFact *fact)
{
	const char *name = mig_text_last_name(fact->identity);
	ListCell   *cell;
	int			number = 1;
	char	   *aside;

	do
	{
		char	   *suffix = number == 1 ? pstrdup("__aside") : psprintf("__aside%d", number);

		aside = psprintf("%.*s%s", pg_mbcliplen(name, strlen(name), NAMEDATALEN - 1 - strlen(suffix)), name, suffix);
		aside = pstrdup(quote_identifier(aside));
		foreach(cell, changes->all)
		{
			const MigChange *other = lfirst(cell);

			if (other->aside != NULL && strcmp(other->aside, aside) == 0)
				break;
		}
		number++;
	} while (cell != NULL);
	return aside;
}

/*
 * What is put aside has values of the old selves of types, which have to stand
 * until the rows are cast to the new ones.
 */
static void
swap_types(const MigChanges *changes, const MigFact *table)
{
	ListCell   *cell;
	ListCell   *type;

	foreach(cell, table->neededby)
	{
		MigFact    *column = lfirst(cell);

		if (column->parent != table || !(column->kind->traits & MIG_TYPED))
			continue;
		foreach(type, column->needs)
		{
			MigChange  *change = changes->ofold[((MigFact *) lfirst(type))->index];

			if (change->fate == MIG_REDONE && (change->old->kind->traits & MIG_SWAPPED))
				change->swapped = column->retyped = true;
		}
	}
}

/* Are rows of this table put aside as rows of what it is a partition of? */
static bool
has_rows_above(const MigChanges *changes, const MigFact *table)
{
	ListCell   *cell;
	ListCell   *above;

	foreach(cell, table->neededby)
	{
		const MigFact *fact = lfirst(cell);

		if (fact->parent != table || !mig_lineage_routes(fact))
			continue;
		foreach(above, fact->needs)
		{
			const MigFact *other = lfirst(above);

			if (other != table && other->kind == table->kind &&
				(changes->ofold[other->index]->fate == MIG_REDONE || has_rows_above(changes, other)))
				return true;
		}
	}
	return false;
}

static void
keep_table(MigChanges *changes, MigChange *change)
{
	Below		below = {changes};

	change->safe = !mig_rows_lost(change->old, change->new);
	each_partition(change->old, look_below, &below);
	/* Rows of partitions that stay are not its own. */
	if (below.any && !below.leaving)
		return;
	swap_types(changes, change->old);
	if (change->old->kind->keeps(change->old, change->new))
		change->aside = name_aside(changes, change->old);
	below.safe = change->safe;
	each_partition(change->old, look_below, &below);
}

static const MigFact *
topmost(const MigChanges *changes, const MigFact *fact)
{
	while (fact->parent != NULL && mig_change_leaves(changes->ofold[fact->parent->index]))
		fact = fact->parent;
	return fact;
}

/* What is part of a table has data to be kept where that has rows. */
static void
keep_part(MigChanges *changes, MigChange *change)
{
	const MigChange *top = changes->ofold[topmost(changes, change->old)->index];

	if (top == change || top->aside == NULL || !change->old->kind->keeps(change->old, change->new))
		return;
	change->aside = name_aside(changes, change->old);
	change->safe = true;
}

void
mig_keep_find(MigChanges *changes)
{
	List	   *redone = NIL;
	ListCell   *cell;

	foreach(cell, changes->all)
	{
		MigChange  *change = lfirst(cell);

		if (change->fate == MIG_REDONE && change->old->kind->keeps != NULL)
			redone = lappend(redone, change);
	}
	foreach(cell, redone)
	{
		MigChange  *change = lfirst(cell);

		if (topmost(changes, change->old) == change->old && (change->old->kind->traits & MIG_HOLDS_DATA) &&
			!has_rows_above(changes, change->old))
			keep_table(changes, change);
	}
	foreach(cell, redone)
		keep_part(changes, lfirst(cell));
}

/* Rows that go through a table need the partitions that it gets, all the way down. */
typedef struct Routing
{
	const MigGraph *graph;
	MigAction  *restore;
} Routing;

static void
restore_after(const MigFact *lineage, void *arg)
{
	Routing    *routing = arg;

	mig_graph_before(mig_graph_of_new(routing->graph, lineage)->create, routing->restore);
	each_partition(lineage->parent, restore_after, routing);
}

/* Rows of a partition that stays are not put aside; those of one that goes are before it does. */
typedef struct Leaving
{
	const MigGraph *graph;
	MigAction  *save;
} Leaving;

static void
save_between(const MigFact *lineage, void *arg)
{
	Leaving    *leaving = arg;
	MigActions *partition = mig_graph_of_old(leaving->graph, lineage->parent);

	if (partition->drop == NULL)
		mig_graph_before(mig_graph_of_old(leaving->graph, lineage)->drop, leaving->save);
	else
	{
		mig_graph_before(leaving->save, partition->drop);
		each_partition(lineage->parent, save_between, leaving);
	}
}

bool
mig_keep_waits(const MigGraph *graph, const MigFact *part)
{
	return part->parent != NULL && part->whole == NULL && (part->parent->kind->traits & MIG_HOLDS_DATA) &&
		!(part->kind->traits & (MIG_TYPED | MIG_SATELLITE)) &&
		!mig_lineage_given(part) &&
		mig_graph_of_new(graph, part->parent)->restore != NULL;
}

/* Types of the rows put aside go after those; columns that a parent takes along, too. */
static void
order_old_columns(const MigGraph *graph, const MigFact *table, MigAction *save, MigAction *restore)
{
	ListCell   *cell;
	ListCell   *type;

	foreach(cell, table->neededby)
	{
		const MigFact *column = lfirst(cell);

		if (column->parent != table || !(column->kind->traits & MIG_TYPED))
			continue;
		mig_lineage_order_save(graph, column, save);
		foreach(type, column->needs)
		{
			const MigActions *own = mig_graph_of_old(graph, lfirst(type));

			if (lfirst(type) != table && (own->rename != NULL || own->create == NULL))
				mig_graph_before(restore, own->drop);
		}
	}
}

static void
order_readers(const MigGraph *graph, const MigFact *fact, MigAction *restore)
{
	ListCell   *cell;

	foreach(cell, fact->neededby)
		if (((MigFact *) lfirst(cell))->kind->traits & MIG_READS)
			mig_graph_before(restore, mig_graph_of_new(graph, lfirst(cell))->create);
}

/* Its columns and what they have come before the rows; what reads or guards those, after. */
static void
order_among_parts(const MigGraph *graph, const MigFact *table, MigAction *restore)
{
	ListCell   *cell;
	ListCell   *part;

	foreach(cell, table->neededby)
	{
		const MigFact *fact = lfirst(cell);
		MigAction  *create = mig_graph_of_new(graph, fact)->create;

		if (fact->parent == table && (fact->kind->traits & MIG_TYPED))
		{
			order_readers(graph, fact, restore);
			mig_lineage_order_restore(graph, fact, restore);
			mig_graph_before(create, restore);
			foreach(part, fact->neededby)
				if (((MigFact *) lfirst(part))->parent == fact)
					mig_graph_before(mig_graph_of_new(graph, lfirst(part))->create, restore);
		}
		else if (fact->parent == table && mig_keep_waits(graph, fact))
			mig_graph_before(restore, create);
	}
}

void
mig_keep_order(const MigGraph *graph, MigChange *change)
{
	const MigActions *own = mig_graph_of(graph, change);
	Routing		routing = {graph, own->restore};
	Leaving		leaving = {graph, own->save};

	mig_graph_before(own->save, own->drop);
	mig_graph_before(own->create, own->restore);
	if (!(change->old->kind->traits & MIG_HOLDS_DATA))
		return;
	each_partition(change->old, save_between, &leaving);
	each_partition(change->new, restore_after, &routing);
	order_old_columns(graph, change->old, own->save, own->restore);
	order_readers(graph, change->new, own->restore);
	order_among_parts(graph, change->new, own->restore);
}
