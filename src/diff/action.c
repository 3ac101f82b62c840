/*
 * action.c
 *	  Changes become actions, and what must come before what among them.
 *
 * One graph holds drops, alters and creates together.  Its edges come from the
 * server's dependencies: those of the source say in what order things go,
 * those of the target in what order they come.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "diff/graph.h"
#include "diff/keep.h"
#include "diff/lineage.h"
#include "diff/mentions.h"
#include "diff/part.h"
#include "schema/kind.h"

/* A name that a drop or a rename gives back. */
typedef struct NameEntry
{
	char		name[3 * NAMEDATALEN + 8];	/* hash key */
	MigAction  *giver;
} NameEntry;

static MigAction *
add_action(MigGraph *graph, MigOp op, MigChange *change)
{
	MigAction  *action = palloc0(sizeof(MigAction));

	action->number = list_length(graph->actions);
	action->op = op;
	action->change = change;
	graph->actions = lappend(graph->actions, action);
	return action;
}

static void
add_actions(MigGraph *graph, MigChange *change)
{
	MigActions *actions;

	if (change->fate == MIG_KEPT)
		return;
	actions = mig_graph_add(graph, change);
	if (change->aside != NULL)
	{
		actions->save = add_action(graph, MIG_OP_SAVE, change);
		actions->restore = add_action(graph, MIG_OP_RESTORE, change);
	}
	if (mig_change_leaves(change))
		actions->drop = add_action(graph, MIG_OP_DROP, change);
	if (mig_change_leaves(change) && change->swapped)
		actions->rename = add_action(graph, MIG_OP_RENAME, change);
	if (change->fate == MIG_ALTERED)
		actions->alter = add_action(graph, MIG_OP_ALTER, change);
	if (mig_change_arrives(change))
		actions->create = add_action(graph, MIG_OP_CREATE, change);
}

/* Is it, or what it falls with, renamed until its new self is in use? */
static bool
stays_beside(MigGraph *graph, const MigFact *fact)
{
	while (fact->parent != NULL && (fact->kind->traits & MIG_FALLS_WITH_PARENT) &&
		   mig_graph_of_old(graph, fact->parent)->drop != NULL)
		fact = fact->parent;
	return mig_graph_of_old(graph, fact)->rename != NULL;
}

/* A thing goes when nothing needs it any more. */
static void
order_drop(MigGraph *graph, MigChange *change, MigActions *own)
{
	ListCell   *cell;

	foreach(cell, change->old->neededby)
	{
		MigActions    *other = mig_graph_of_old(graph, lfirst(cell));

		if (mig_lineage_clones(lfirst(cell), change->old))
			continue;
		mig_graph_before(other->drop, own->drop);
		mig_graph_before(other->alter, own->drop);
		/* What goes or is renamed is named by what it needs, as a function by its arguments. */
		if (!stays_beside(graph, lfirst(cell)))
			mig_graph_before(other->drop, own->rename);
		mig_graph_before(other->rename, own->rename);
	}
	/* The old self gives way to the new one, or hands its name over first. */
	if (own->rename != NULL)
	{
		mig_graph_before(own->rename, own->create);
		mig_graph_before(own->create, own->drop);
	}
	else if (!stays_beside(graph, change->old))
		mig_graph_before(own->drop, own->create);
}

/* A thing comes, or takes its new shape, when what it needs is there. */
static void
order_arrival(MigGraph *graph, MigChange *change, MigAction *arrival)
{
	ListCell   *cell;

	foreach(cell, change->new->needs)
	{
		MigActions    *other = mig_graph_of_new(graph, lfirst(cell));

		mig_graph_before(other->create, arrival);
		mig_graph_before(other->alter, arrival);
	}
}

/* What reads a thing that is altered is out of the way by then. */
static void
order_alter(MigGraph *graph, MigChange *change, MigAction *alter)
{
	ListCell   *cell;

	foreach(cell, change->old->neededby)
		mig_graph_before(mig_graph_of_old(graph, lfirst(cell))->drop, alter);
}

/* The table that a fact is linked to, by way of a column; or NULL. */
static const MigFact *
linked_to(const MigFact *fact)
{
	if (fact == NULL || !(fact->kind->traits & MIG_LINKED) || fact->parent == NULL)
		return NULL;
	return fact->parent->parent;
}

/* Adds what is done about the owner of a table, in either of its selves. */
static List *
add_owner_actions(List *actions, const MigGraph *graph, const MigFact *table, bool old)
{
	ListCell   *cell;

	foreach(cell, table->neededby)
	{
		const MigFact *fact = lfirst(cell);
		const MigActions *own;

		if (fact->parent != table || !(fact->kind->traits & MIG_OWNER))
			continue;
		own = old ? mig_graph_of_old(graph, fact) : mig_graph_of_new(graph, fact);
		actions = lappend(lappend(lappend(actions, own->drop), own->alter), own->create);
	}
	return actions;
}

static List *
owner_actions(const MigGraph *graph, const MigChange *table)
{
	return add_owner_actions(add_owner_actions(NIL, graph, table->old, true), graph, table->new, false);
}

/*
 * A table takes what is linked to it along to a new owner, and nothing is linked
 * to it that has another: that changes after what leaves, and before what comes.
 */
static void
order_link(MigGraph *graph, MigChange *change, MigAction *arrival)
{
	const MigFact *from = linked_to(change->old);
	const MigFact *to = linked_to(change->new);
	MigChange  *left = from ? graph->changes->ofold[from->index] : NULL;
	MigChange  *reached = to ? graph->changes->ofnew[to->index] : NULL;
	ListCell   *cell;

	if (reached != NULL && reached->old != NULL && !mig_change_arrives(reached))
		foreach(cell, owner_actions(graph, reached))
			mig_graph_before(lfirst(cell), arrival);
	if (left != NULL && left != reached && left->new != NULL && !mig_change_leaves(left))
		foreach(cell, owner_actions(graph, left))
			mig_graph_before(arrival, lfirst(cell));
}

static void
name_key(char *key, char space, const char *name)
{
	memset(key, 0, sizeof(((NameEntry *) NULL)->name));
	snprintf(key, sizeof(((NameEntry *) NULL)->name), "%c:%s", space, name);
}

/* Calls use for every name in a shared name space that a fact takes. */
static void
each_name(HTAB *names, const MigFact *fact, MigAction *action,
		  void (*use) (HTAB *names, const char *key, MigAction *action))
{
	char		key[sizeof(((NameEntry *) NULL)->name)];
	const char *relname = fact->kind->relname ? fact->kind->relname(fact) : NULL;

	if (fact->kind->traits & MIG_RELNAME)
		relname = fact->identity;
	if (relname != NULL)
	{
		name_key(key, 'r', relname);
		use(names, key, action);
	}
	/* What is made of a shell has its name from that. */
	if ((fact->kind->traits & MIG_TYPENAME) &&
		!(fact->parent != NULL && (fact->parent->kind->traits & MIG_SHELL)))
	{
		name_key(key, 't', fact->identity);
		use(names, key, action);
	}
}

static void
give_name(HTAB *names, const char *key, MigAction *giver)
{
	NameEntry  *entry = hash_search(names, key, HASH_ENTER, NULL);

	entry->giver = giver;
}

static void
take_name(HTAB *names, const char *key, MigAction *create)
{
	NameEntry  *entry = hash_search(names, key, HASH_FIND, NULL);

	if (entry != NULL && entry->giver->change != create->change)
		mig_graph_before(entry->giver, create);
}

static void
order_names(MigGraph *graph)
{
	HASHCTL		ctl = {.keysize = sizeof(((NameEntry *) NULL)->name),.entrysize = sizeof(NameEntry),.hcxt = CurrentMemoryContext};
	HTAB	   *names = hash_create("migrate names", 256, &ctl, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	ListCell   *cell;

	foreach(cell, graph->actions)
	{
		MigAction  *action = lfirst(cell);

		if (action->op == (action->change->swapped ? MIG_OP_RENAME : MIG_OP_DROP))
			each_name(names, action->change->old, action, give_name);
	}
	foreach(cell, graph->actions)
	{
		MigAction  *action = lfirst(cell);

		if (action->op == MIG_OP_CREATE)
			each_name(names, action->change->new, action, take_name);
	}
}

static void
fold_drop(MigGraph *graph, MigChange *change, MigActions *own)
{
	const MigFact *fact = change->old;
	ListCell   *cell;

	if (fact->parent != NULL && (fact->kind->traits & MIG_FALLS_WITH_PARENT))
		own->drop->into = mig_graph_of_old(graph, fact->parent)->drop;
	foreach(cell, fact->needs)
		if (((MigFact *) lfirst(cell))->kind->traits & MIG_SHELL)
			own->drop->into = mig_graph_of_old(graph, lfirst(cell))->drop;
	if (own->drop->into == NULL)
		mig_lineage_order_drop(graph, fact, own->drop);
}

static void
fold_create(MigGraph *graph, MigChange *change, MigActions *own)
{
	const MigFact *fact = change->new;
	const MigFact *parent = fact->parent;

	mig_lineage_order_create(graph, fact, own->create);
	if (fact->whole != NULL || parent == NULL || !(fact->kind->traits & MIG_FOLDS))
		return;
	if (mig_fact_apart(fact))
		return;
	/* What would reach partitions that are to have nothing of it comes after those. */
	if (mig_part_missing(fact))
		return;
	/* What guards rows comes when they have been fetched. */
	if (mig_keep_waits(graph, fact))
		return;
	/* A parent that is no clause itself offers no place for one. */
	if (parent->kind->clause != NULL && parent->kind->clause(parent, NIL) == NULL)
		return;
	own->create->into = mig_graph_of_new(graph, parent)->create;
}

static void
order_change(MigGraph *graph, MigChange *change)
{
	MigActions *own = mig_graph_of(graph, change);

	if (own->drop != NULL)
	{
		order_drop(graph, change, own);
		fold_drop(graph, change, own);
	}
	if (own->create != NULL)
	{
		order_arrival(graph, change, own->create);
		order_link(graph, change, own->create);
		fold_create(graph, change, own);
	}
	if (own->alter != NULL)
	{
		order_arrival(graph, change, own->alter);
		order_link(graph, change, own->alter);
		order_alter(graph, change, own->alter);
		mig_lineage_order_alter(graph, change->new, own->alter);
	}
	if (own->save != NULL)
		mig_keep_order(graph, change);
	if (mig_change_kind(change)->traits & MIG_LINEAGE)
		mig_lineage_order(graph, change);
}

List *
mig_action_list(const MigChanges *changes)
{
	MigGraph   *graph = mig_graph_new(changes);
	ListCell   *cell;

	foreach(cell, changes->all)
		add_actions(graph, lfirst(cell));
	foreach(cell, changes->all)
		order_change(graph, lfirst(cell));
	order_names(graph);
	mig_mentions_wish(graph);
	return graph->actions;
}
