/*
 * mentions.c
 *	  What the bodies of functions mention comes before what may run them.
 *
 * Of a body that is a text the server records nothing; it is read when the
 * function runs, as while a constraint is checked or a materialized view is
 * filled.  Its words are all there is to go by, and a word may mean anything:
 * so these are wishes, which give way to what has to be.
 */
#include "postgres.h"

#include "base/mention.h"
#include "diff/mentions.h"
#include "schema/kind.h"

/* The attribute that a body is in: the first of a MIG_BODY kind. */
#define BODY_ATTR	0

typedef struct NameEntry
{
	char		name[NAMEDATALEN];	/* hash key */
	List	   *facts;			/* of the target: what arrives, and all bodies */
} NameEntry;

typedef struct Wishing
{
	const MigGraph *graph;
	HTAB	   *names;			/* NULL until a body is read */
	List	  **mentioned;		/* by the index of a fact that has a body */
	bool	   *read;			/* is that known? */
	List	   *found;			/* of a word */
} Wishing;

static bool
has_body(const MigFact *fact)
{
	return (fact->kind->traits & MIG_BODY) != 0;
}

/* The action by which a fact of the target takes its shape; NULL: it has it. */
static MigAction *
arrival(const MigGraph *graph, const MigFact *fact)
{
	const MigActions *own = mig_graph_of_new(graph, fact);

	return own->create ? own->create : own->alter;
}

static void
add_name(HTAB *names, const char *identity, MigFact *fact)
{
	char		name[NAMEDATALEN];
	bool		found;
	NameEntry  *entry;

	strlcpy(name, mig_text_last_name(identity), sizeof(name));
	entry = hash_search(names, name, HASH_ENTER, &found);
	if (!found)
		entry->facts = NIL;
	entry->facts = lappend(entry->facts, fact);
}

/* Who names a table means its columns, too. */
static void
read_names(Wishing *wishing)
{
	const MigFactBase *target = wishing->graph->changes->target;
	HASHCTL		ctl = {.keysize = NAMEDATALEN,.entrysize = sizeof(NameEntry),.hcxt = CurrentMemoryContext};

	wishing->names = hash_create("migrate mentions", 256, &ctl, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	for (int i = 0; i < target->nfacts; i++)
	{
		MigFact    *fact = target->facts[i];

		if (!has_body(fact) && arrival(wishing->graph, fact) == NULL)
			continue;
		if (fact->kind->traits & (MIG_RELNAME | MIG_TYPENAME | MIG_BODY))
			add_name(wishing->names, fact->identity, fact);
		else if (fact->kind->traits & MIG_TYPED)
			add_name(wishing->names, fact->parent->identity, fact);
	}
}

static void
find_word(const char *word, void *arg)
{
	Wishing    *wishing = arg;
	NameEntry  *entry = hash_search(wishing->names, word, HASH_FIND, NULL);

	if (entry != NULL)
		wishing->found = list_concat_unique_ptr(wishing->found, entry->facts);
}

static List *
mentioned_by(Wishing *wishing, const MigFact *fact)
{
	const char *body = mig_text_body(mig_attr(fact, BODY_ATTR));

	if (body != NULL && !wishing->read[fact->index])
	{
		if (wishing->names == NULL)
			read_names(wishing);
		wishing->read[fact->index] = true;
		wishing->found = NIL;
		(void) mig_mention_each(body, MIG_MENTION_STRINGS, find_word, wishing);
		wishing->mentioned[fact->index] = wishing->found;
	}
	return wishing->mentioned[fact->index];
}

/* What is to be there when a body runs: also what those mention that it calls and that are there. */
static void
wish_for_body(Wishing *wishing, MigAction *action, const MigFact *body)
{
	List	   *bodies = list_make1(unconstify(MigFact *, body));
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, bodies)
		foreach(other, mentioned_by(wishing, lfirst(cell)))
		{
			MigFact    *fact = lfirst(other);
			MigAction  *first = arrival(wishing->graph, fact);

			if (first != NULL)
				action->wishes = list_append_unique_ptr(action->wishes, first);
			else
				bodies = list_append_unique_ptr(bodies, fact);
		}
}

static void
wish(Wishing *wishing, MigAction *action)
{
	const MigFact *fact = action->change->new;
	ListCell   *cell;

	if (has_body(fact))
		wish_for_body(wishing, action, fact);
	foreach(cell, fact->needs)
		if (has_body(lfirst(cell)) && arrival(wishing->graph, lfirst(cell)) == NULL)
			wish_for_body(wishing, action, lfirst(cell));
}

void
mig_mentions_wish(const MigGraph *graph)
{
	int			n = Max(1, graph->changes->target->nfacts);
	Wishing		wishing = {graph,.mentioned = palloc0(n * sizeof(List *)),.read = palloc0(n * sizeof(bool))};
	ListCell   *cell;

	foreach(cell, graph->actions)
	{
		MigAction  *action = lfirst(cell);

		if (action->op == MIG_OP_CREATE || action->op == MIG_OP_ALTER)
			wish(&wishing, action);
	}
}
