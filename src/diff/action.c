/*
 * action.c
 *	  Changes become actions, and what must come before what among them.
 *
 * One graph holds drops, alters and creates together.  Its edges come from the
 * server's dependencies: those of the source say in what order things go,
 * those of the target in what order they come.
 */
#include "postgres.h"

#include "utils/hsearch.h"

#include "diff/action.h"
#include "schema/kind.h"

/* The actions of one change; NULL where there is none. */
typedef struct Actions
{
	MigAction  *drop;
	MigAction  *rename;
	MigAction  *alter;
	MigAction  *create;
} Actions;

typedef struct NameEntry
{
	char		name[3 * NAMEDATALEN + 8];	/* hash key */
	MigAction  *drop;
} NameEntry;

typedef struct Builder
{
	const MigChanges *changes;
	List	   *actions;
	HTAB	   *ofchange;		/* MigChange * -> Actions */
	HTAB	   *names;			/* names that drops give back */
} Builder;

typedef struct ActionsEntry
{
	MigChange  *change;			/* hash key */
	Actions		actions;
} ActionsEntry;

static MigAction *
add_action(Builder *builder, MigOp op, MigChange *change)
{
	MigAction  *action = palloc0(sizeof(MigAction));

	action->number = list_length(builder->actions);
	action->op = op;
	action->change = change;
	builder->actions = lappend(builder->actions, action);
	return action;
}

static Actions *
actions_of(Builder *builder, MigChange *change)
{
	static const Actions none = {NULL, NULL, NULL, NULL};
	ActionsEntry *entry = hash_search(builder->ofchange, &change, HASH_FIND, NULL);

	return entry ? &entry->actions : unconstify(Actions *, &none);
}

static void
add_actions(Builder *builder, MigChange *change)
{
	ActionsEntry *entry;

	if (change->fate == MIG_KEPT)
		return;
	entry = hash_search(builder->ofchange, &change, HASH_ENTER, NULL);
	memset(&entry->actions, 0, sizeof(Actions));
	if (mig_change_leaves(change))
		entry->actions.drop = add_action(builder, MIG_OP_DROP, change);
	if (change->fate == MIG_REDONE && change->swapped)
		entry->actions.rename = add_action(builder, MIG_OP_RENAME, change);
	if (change->fate == MIG_ALTERED)
		entry->actions.alter = add_action(builder, MIG_OP_ALTER, change);
	if (mig_change_arrives(change))
		entry->actions.create = add_action(builder, MIG_OP_CREATE, change);
}

static void
before(MigAction *first, MigAction *then)
{
	if (first != NULL && then != NULL && first != then)
		then->after = lappend(then->after, first);
}

static Actions *
actions_of_old(Builder *builder, const MigFact *fact)
{
	return actions_of(builder, builder->changes->ofold[fact->index]);
}

static Actions *
actions_of_new(Builder *builder, const MigFact *fact)
{
	return actions_of(builder, builder->changes->ofnew[fact->index]);
}

/* Is it, or what it falls with, renamed until its new self is in use? */
static bool
stays_beside(Builder *builder, const MigFact *fact)
{
	while (fact->parent != NULL && (fact->kind->traits & MIG_FALLS_WITH_PARENT) &&
		   actions_of_old(builder, fact->parent)->drop != NULL)
		fact = fact->parent;
	return actions_of_old(builder, fact)->rename != NULL;
}

/* A thing goes when nothing needs it any more. */
static void
order_drop(Builder *builder, MigChange *change, Actions *own)
{
	ListCell   *cell;

	foreach(cell, change->old->neededby)
	{
		Actions    *other = actions_of_old(builder, lfirst(cell));

		before(other->drop, own->drop);
		before(other->alter, own->drop);
		/* What goes is named by what it needs, as a function by its arguments. */
		if (!stays_beside(builder, lfirst(cell)))
			before(other->drop, own->rename);
	}
	/* The old self gives way to the new one, or hands its name over first. */
	if (own->rename != NULL)
	{
		before(own->rename, own->create);
		before(own->create, own->drop);
	}
	else if (!stays_beside(builder, change->old))
		before(own->drop, own->create);
}

/* A thing comes, or takes its new shape, when what it needs is there. */
static void
order_arrival(Builder *builder, MigChange *change, MigAction *arrival)
{
	ListCell   *cell;

	foreach(cell, change->new->needs)
	{
		Actions    *other = actions_of_new(builder, lfirst(cell));

		before(other->create, arrival);
		before(other->alter, arrival);
	}
}

/* What reads a thing that is altered is out of the way by then. */
static void
order_alter(Builder *builder, MigChange *change, MigAction *alter)
{
	ListCell   *cell;

	foreach(cell, change->old->neededby)
		before(actions_of_old(builder, lfirst(cell))->drop, alter);
}

static void
name_key(char *key, char space, const char *name)
{
	memset(key, 0, sizeof(((NameEntry *) NULL)->name));
	snprintf(key, sizeof(((NameEntry *) NULL)->name), "%c:%s", space, name);
}

/* Calls use for every name in a shared name space that a fact takes. */
static void
each_name(Builder *builder, const MigFact *fact, MigAction *action,
		  void (*use) (Builder *builder, const char *key, MigAction *action))
{
	char		key[sizeof(((NameEntry *) NULL)->name)];
	const char *relname = fact->kind->relname ? fact->kind->relname(fact) : NULL;

	if (fact->kind->traits & MIG_RELNAME)
		relname = fact->identity;
	if (relname != NULL)
	{
		name_key(key, 'r', relname);
		use(builder, key, action);
	}
	if (fact->kind->traits & MIG_TYPENAME)
	{
		name_key(key, 't', fact->identity);
		use(builder, key, action);
	}
}

static void
give_name(Builder *builder, const char *key, MigAction *drop)
{
	NameEntry  *entry = hash_search(builder->names, key, HASH_ENTER, NULL);

	entry->drop = drop;
}

static void
take_name(Builder *builder, const char *key, MigAction *create)
{
	NameEntry  *entry = hash_search(builder->names, key, HASH_FIND, NULL);

	if (entry != NULL && entry->drop->change != create->change)
		before(entry->drop, create);
}

/* An index that is there already is joined by what attaches its table. */
static void
order_part(Builder *builder, const MigFact *fact, MigAction *alter)
{
	MigFact    *lineage = mig_fact_lineage(fact->parent, fact->whole->parent);

	if (lineage != NULL)
		before(actions_of_new(builder, lineage)->create, alter);
}

static void
order_names(Builder *builder)
{
	ListCell   *cell;

	foreach(cell, builder->actions)
	{
		MigAction  *action = lfirst(cell);

		if (action->op == MIG_OP_DROP)
			each_name(builder, action->change->old, action, give_name);
	}
	foreach(cell, builder->actions)
	{
		MigAction  *action = lfirst(cell);

		if (action->op == MIG_OP_CREATE)
			each_name(builder, action->change->new, action, take_name);
	}
}

static void
fold_drop(Builder *builder, MigChange *change, Actions *own)
{
	const MigFact *fact = change->old;

	if (fact->parent != NULL && (fact->kind->traits & MIG_FALLS_WITH_PARENT))
		own->drop->into = actions_of_old(builder, fact->parent)->drop;
	if (own->drop->into == NULL && fact->whole != NULL)
	{
		MigFact    *lineage = mig_fact_lineage(fact->parent, fact->whole->parent);
		MigAction  *detach = lineage ? actions_of_old(builder, lineage)->drop : NULL;

		before(detach, own->drop);
		if (detach == NULL)
			own->drop->into = actions_of_old(builder, fact->whole)->drop;
	}
}

/*
 * The server makes a partition's part of an index or key when the whole is
 * there first and the table comes, or the other way round.  Where it would not
 * make it as it is to be, the part is written out: after both, or before its
 * table is attached, since that joins the two.
 */
static void
fold_part(Builder *builder, const MigFact *fact, Actions *own)
{
	MigAction  *table = actions_of_new(builder, fact->parent)->create;
	MigAction  *whole = actions_of_new(builder, fact->whole)->create;
	MigFact    *lineage = mig_fact_lineage(fact->parent, fact->whole->parent);
	MigAction  *attach = lineage ? actions_of_new(builder, lineage)->create : NULL;

	if (table != NULL && fact->kind->comes(fact, true))
	{
		before(whole, table);
		own->create->into = table;
	}
	else if (table == NULL && attach != NULL)
	{
		before(whole, attach);
		before(own->create, attach);
		own->create->joined = true;
	}
	else if (whole != NULL)
	{
		before(table, whole);
		if (fact->kind->comes(fact, false))
			own->create->into = whole;
	}
}

/* A table is attached as it is to be, and changed once it is detached. */
static void
order_lineage(Builder *builder, const MigFact *table, MigAction *attach, MigAction *detach,
			  Actions *(*of) (Builder *builder, const MigFact *fact))
{
	ListCell   *cell;

	foreach(cell, table->neededby)
	{
		const MigFact *fact = lfirst(cell);
		Actions    *own;

		if (fact->parent != table || !(fact->kind->traits & MIG_FOLDS) ||
			(fact->kind->traits & MIG_LINEAGE) || fact->whole != NULL)
			continue;
		own = of(builder, fact);
		before(own->create, attach);
		before(own->alter, attach);
		before(detach, own->drop);
		before(detach, own->alter);
	}
}

static void
order_lineages(Builder *builder, const MigChange *change, const Actions *own)
{
	ListCell   *cell;

	if (own->create != NULL && actions_of_new(builder, change->new->parent)->create == NULL)
		foreach(cell, change->new->needs)
			order_lineage(builder, lfirst(cell), own->create, NULL, actions_of_new);
	if (own->drop != NULL && actions_of_old(builder, change->old->parent)->drop == NULL)
		foreach(cell, change->old->needs)
			order_lineage(builder, lfirst(cell), NULL, own->drop, actions_of_old);
}

static void
fold_create(Builder *builder, MigChange *change, Actions *own)
{
	const MigFact *fact = change->new;
	const MigFact *parent = fact->parent;

	if (fact->whole != NULL)
	{
		fold_part(builder, fact, own);
		return;
	}
	if (parent == NULL || !(fact->kind->traits & MIG_FOLDS))
		return;
	if (fact->kind->apart != NULL && fact->kind->apart(fact))
		return;
	/* A parent that is no clause itself offers no place for one. */
	if (parent->kind->clause != NULL && parent->kind->clause(parent, NIL) == NULL)
		return;
	own->create->into = actions_of_new(builder, parent)->create;
}

List *
mig_action_list(const MigChanges *changes)
{
	HASHCTL		ofchange = {.keysize = sizeof(MigChange *),.entrysize = sizeof(ActionsEntry),.hcxt = CurrentMemoryContext};
	HASHCTL		names = {.keysize = sizeof(((NameEntry *) NULL)->name),.entrysize = sizeof(NameEntry),.hcxt = CurrentMemoryContext};
	Builder		builder = {.changes = changes};
	ListCell   *cell;

	builder.ofchange = hash_create("migrate actions", 256, &ofchange, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	builder.names = hash_create("migrate names", 256, &names, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);

	foreach(cell, changes->all)
		add_actions(&builder, lfirst(cell));
	foreach(cell, changes->all)
	{
		MigChange  *change = lfirst(cell);
		Actions    *own = actions_of(&builder, change);

		if (own->drop != NULL)
		{
			order_drop(&builder, change, own);
			fold_drop(&builder, change, own);
		}
		if (own->create != NULL)
		{
			order_arrival(&builder, change, own->create);
			fold_create(&builder, change, own);
		}
		if (own->alter != NULL)
		{
			order_arrival(&builder, change, own->alter);
			order_alter(&builder, change, own->alter);
			if (change->new->whole != NULL)
				order_part(&builder, change->new, own->alter);
		}
		if (mig_change_kind(change)->traits & MIG_LINEAGE)
			order_lineages(&builder, change, own);
	}
	order_names(&builder);
	return builder.actions;
}
