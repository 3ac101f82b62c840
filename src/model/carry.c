/*
 * carry.c
 *	  Facts that are carried over from the model before.
 *
 * Both bases are in one order, so they are walked in step.  Of a root one of
 * them has the say.  An edge leads to whatever has the identity now, in whichever
 * of the two it stands.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "base/mention.h"
#include "model/carry.h"
#include "model/names.h"
#include "schema/kind.h"

typedef struct Merge
{
	MigCarry   *carry;
	const MigFactBase *read;
	const MigFact **same;		/* the fact of before, by the index of that read */
	MigFact   **ofread;			/* what became of that read, by its index */
	MigFactBase *result;
} Merge;

void
mig_carry_doubt(const char *why, const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg_internal("%s (%s)", why, what)));
}

bool
mig_carry_is_carried(const MigCarry *carry, const MigFact *fact)
{
	return carry->stand[mig_names_root(fact)->index] != MIG_STAND_BUILT;
}

static MigFact *
take(Merge *merge, const MigFact *fact, bool carried)
{
	MigFact    *copy = mig_fact_share(merge->result, fact, !carried);

	copy->index = merge->result->nfacts - 1;
	return copy;
}

/* Has the shadow the say about a fact that was read there? */
static bool
is_read(const Merge *merge, const MigFact *read)
{
	const MigFact *root = mig_names_root(read);
	const MigFact *before = merge->same[root->index];

	if (before == NULL || !mig_carry_is_carried(merge->carry, before))
		return true;
	if (merge->carry->stand[mig_names_root(before)->index] == MIG_STAND_ABSENT)
		mig_carry_doubt("something else stands there that is not to be built", root->identity);
	return false;
}

/* Both bases have the fact, or one of them: read is NULL, or before is. */
static void
settle(Merge *merge, const MigFact *read, const MigFact *before)
{
	MigFact    *place = NULL;

	if (before != NULL && mig_carry_is_carried(merge->carry, before))
		place = take(merge, before, true);
	else if (read != NULL && is_read(merge, read))
		place = take(merge, read, false);
	if (read != NULL)
		merge->ofread[read->index] = place;
	if (before != NULL)
		merge->carry->place[before->index] = place;
}

static void
pair(Merge *merge, const MigFact *read, const MigFact *before)
{
	if (read != NULL)
		merge->same[read->index] = before;
}

static void
walk(Merge *merge, void (*visit) (Merge *merge, const MigFact *read, const MigFact *before))
{
	const MigFactBase *read = merge->read;
	const MigFactBase *before = merge->carry->before;
	int			i = 0;
	int			j = 0;

	while (i < read->nfacts || j < before->nfacts)
	{
		int			order = i == read->nfacts ? 1 : j == before->nfacts ? -1 :
			mig_fact_compare(read->facts[i], before->facts[j]);

		visit(merge, order <= 0 ? read->facts[i] : NULL, order >= 0 ? before->facts[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
}

/* What an old fact became; what one that is kept refers to has to be kept. */
static MigFact *
refer(MigFact **places, const MigFact *from, const MigFact *to)
{
	if (to == NULL)
		return NULL;
	if (places[to->index] == NULL)
		mig_carry_doubt("something that is carried over would hang in the air", from->identity);
	return places[to->index];
}

static void
connect(Merge *merge, const MigFactBase *from, MigFact **places)
{
	ListCell   *cell;

	for (int i = 0; i < from->nfacts; i++)
	{
		const MigFact *fact = from->facts[i];
		MigFact    *copy = places[i];

		/* What both have is connected as the one has it that it was taken from. */
		if (copy == NULL || copy->identity != fact->identity)
			continue;
		copy->parent = refer(places, fact, fact->parent);
		copy->whole = refer(places, fact, fact->whole);
		foreach(cell, fact->needs)
			mig_fact_need(merge->result, copy, refer(places, fact, lfirst(cell)));
	}
}

MigFactBase *
mig_carry_merge(MigCarry *carry, MigFactBase *read)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "migrate merge", ALLOCSET_DEFAULT_SIZES);
	Merge		merge = {carry, read};

	if (read->unmodelled != NIL)
		mig_carry_doubt("something is not compared", linitial(read->unmodelled));
	merge.result = mig_fact_base_new(CurrentMemoryContext);
	merge.ofread = MemoryContextAllocZero(merge.result->cxt, Max(1, read->nfacts) * sizeof(MigFact *));
	merge.same = MemoryContextAllocZero(work, Max(1, read->nfacts) * sizeof(MigFact *));
	walk(&merge, pair);
	walk(&merge, settle);
	connect(&merge, read, merge.ofread);
	connect(&merge, carry->before, carry->place);
	carry->read = read;
	carry->ofread = merge.ofread;
	/* Its texts are used further. */
	MemoryContextSetParent(read->cxt, merge.result->cxt);
	MemoryContextDelete(work);
	return merge.result;
}

static void
check_word(const char *word, void *arg)
{
	const MigCarry *carry = arg;
	ListCell   *cell;

	foreach(cell, mig_names_find(carry->names, word))
		if (carry->stand[((MigFact *) lfirst(cell))->index] == MIG_STAND_ABSENT)
			mig_carry_doubt("a script names what is not built", word);
}

void
mig_carry_check_script(const MigCarry *carry, const char *script)
{
	if (!mig_mention_each(script, MIG_MENTION_STRINGS | MIG_MENTION_REFERENCES, check_word,
						  unconstify(MigCarry *, carry)))
		mig_carry_doubt("a script has a name that is not to be told from its text", "");
}
