/*
 * rename.c
 *	  What is to be renamed on the way from one state to another.
 *
 * The server knows best what a new name changes: one of the two states stands
 * in the shadow, so there the renames are run, the facts are read, and the
 * renames are undone.  What is left between the two states has one name in both.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "diff/alike.h"
#include "diff/plan.h"
#include "model/rename.h"
#include "schema/kind.h"

/* What was renamed: its place stays. */
typedef struct Made
{
	MigAddress	address;
	const char *name;			/* that it had before */
	const char *newname;
	int			depth;
	int			number;			/* in the order made */
	const MigRename *asked;		/* NULL: nobody did */
} Made;

/* A rename to be made. */
typedef struct Pending
{
	const MigFact *fact;
	const char *newname;
	const MigRename *asked;		/* NULL: nobody did */
} Pending;

/* A shadow in the course of being renamed. */
typedef struct Renaming
{
	MigShadow *shadow;
	MigFactBase *here;
	const MigFactBase *other;
	List	   *renames;
	bool		backwards;
	List	   *made;			/* of Made * */
	List	   *batch;			/* of MigPlanStep *: run at once */
	MigRenamed	result;
} Renaming;

static void
run_batch(void *arg)
{
	const Renaming *renaming = arg;

	mig_shadow_load(renaming->shadow, mig_plan_script(renaming->batch), "renames", MIG_LOAD_SCRIPT);
}

/* What was renamed together is read together. */
static void
keep_batch(Renaming *renaming)
{
	renaming->result.there = list_concat(renaming->result.there, renaming->batch);
	renaming->batch = NIL;
	if (renaming->result.facts != renaming->here)
		mig_fact_base_free(renaming->result.facts);
	renaming->result.facts = mig_shadow_read(renaming->shadow);
}

/* The same thing under another name. */
static MigFact *
named(const MigFact *fact, const char *name)
{
	MigFact    *copy = palloc(sizeof(MigFact));

	*copy = *fact;
	copy->identity = mig_text_replace_last_name(fact->identity, name);
	return copy;
}

static void
add_step(Renaming *renaming, const MigFact *fact, const char *newname, const MigRename *asked)
{
	Made	   *made = palloc(sizeof(Made));

	made->address = fact->address;
	made->name = mig_text_last_name(fact->identity);
	made->newname = newname;
	made->depth = mig_wanted_depth(fact);
	made->number = list_length(renaming->made);
	made->asked = asked;
	renaming->made = lappend(renaming->made, made);
	renaming->batch = lappend(renaming->batch, mig_plan_rename(fact, newname));
}

/* The relation that stands behind a constraint has its name from it. */
static const char *
relation_behind(const MigFact *fact)
{
	const char *relation = fact->kind->relname ? fact->kind->relname(fact) : NULL;

	return relation == NULL ? "" : mig_text_replace_last_name(relation, mig_text_last_name(fact->identity));
}

/* Has another one of those to be renamed the name that this one is to get? */
static bool
is_taken(const List *pending, const Pending *wanted)
{
	const MigFact *after = named(wanted->fact, wanted->newname);
	const char *relation = relation_behind(after);
	ListCell   *cell;

	foreach(cell, pending)
	{
		const MigFact *other = ((const Pending *) lfirst(cell))->fact;

		if (other != wanted->fact &&
			(strcmp(other->identity, after->identity) == 0 ||
			 (relation[0] != '\0' && strcmp(relation_behind(other), relation) == 0)))
			return true;
	}
	return false;
}

/* One that nothing of this kind has. */
static const char *
spare_name(const Renaming *renaming, const MigFact *fact)
{
	for (int i = 1;; i++)
	{
		char	   *name = psprintf("renamed_%d", i);

		if (mig_fact_find(renaming->result.facts, fact->kind->keyword,
						  named(fact, name)->identity) == NULL)
			return name;
	}
}

/* A name has to be given up before it is given to another; in a ring, for a spare one. */
static void
add_steps(Renaming *renaming, List *pending)
{
	while (pending != NIL)
	{
		Pending    *next = NULL;
		ListCell   *cell;

		foreach(cell, pending)
		{
			if (is_taken(pending, lfirst(cell)))
				continue;
			next = lfirst(cell);
			break;
		}
		if (next != NULL)
		{
			add_step(renaming, next->fact, next->newname, next->asked);
			pending = list_delete_ptr(pending, next);
		}
		else
		{
			const char *spare = spare_name(renaming, (next = linitial(pending))->fact);

			add_step(renaming, next->fact, spare, next->asked);
			next->fact = named(next->fact, spare);
		}
	}
}

static void
refuse_unknown(const MigRename *rename)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("cannot rename \"%s\" to \"%s\", which does not exist", rename->from, rename->to),
			 errdetail("A rename leads to a name that is to be found in the target."),
			 errhint("Write the new name as it is in the target.")));
}

static Pending *
new_pending(const MigFact *fact, const char *newname, const MigRename *asked)
{
	Pending    *pending = palloc(sizeof(Pending));

	pending->fact = fact;
	pending->newname = newname;
	pending->asked = asked;
	return pending;
}

/* What a rename that was asked for makes of what stands in the shadow. */
static Pending *
find_asked(const Renaming *renaming, const MigRename *rename)
{
	char	   *after = mig_text_replace_last_name(rename->from, rename->to);
	const MigFact *fact = mig_fact_find(renaming->result.facts, rename->kind->keyword,
										renaming->backwards ? after : rename->from);

	if (fact == NULL)
		refuse_unknown(rename);
	return new_pending(fact, mig_text_last_name(renaming->backwards ? rename->from : after), rename);
}

/* What has a name that another gets must itself get another. */
static void
refuse_existing(const Renaming *renaming, const List *pending)
{
	ListCell   *cell;

	foreach(cell, pending)
	{
		const Pending *one = lfirst(cell);
		const MigFact *holder = mig_fact_find(renaming->result.facts, one->fact->kind->keyword,
											  named(one->fact, one->newname)->identity);
		bool		leaves = holder == NULL;
		ListCell   *other;

		foreach(other, pending)
			leaves |= ((const Pending *) lfirst(other))->fact == holder;
		if (!leaves)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("cannot rename \"%s\" to \"%s\", because both exist", one->asked->from, one->asked->to),
					 errdetail("A rename is a removal and an addition that are one."),
					 errhint("Take the rename out, or say what becomes of the other one.")));
	}
}

/*
 * A rename is written with the names that its parents have in the source: they
 * get those before it, or lose them after it.
 */
static void
make_asked(Renaming *renaming)
{
	int			deepest = 0;
	ListCell   *cell;

	foreach(cell, renaming->renames)
		deepest = Max(deepest, ((MigRename *) lfirst(cell))->depth);
	for (int i = 0; i <= deepest; i++)
	{
		List	   *pending = NIL;

		foreach(cell, renaming->renames)
		{
			const MigRename *rename = lfirst(cell);

			if (rename->depth == (renaming->backwards ? i : deepest - i))
				pending = lappend(pending, find_asked(renaming, rename));
		}
		if (pending == NIL)
			continue;
		refuse_existing(renaming, pending);
		add_steps(renaming, pending);
		run_batch(renaming);
		keep_batch(renaming);
	}
	foreach(cell, renaming->made)
	{
		const Made *made = lfirst(cell);
		const MigFact *fact = mig_fact_at(renaming->result.facts, &made->address);

		if (mig_fact_find(renaming->other, fact->kind->keyword, fact->identity) == NULL)
			refuse_unknown(made->asked);
	}
}

/*
 * Renames what differs in nothing but its name; false when there was nothing
 * more.  What the server refuses, as where the name is something else's, is
 * dropped and created after all.
 */
static bool
make_harmless(Renaming *renaming)
{
	int			nmade = list_length(renaming->made);
	List	   *pending = NIL;
	ListCell   *cell;

	foreach(cell, mig_alike_find(renaming->other, renaming->result.facts))
	{
		const MigAlike *pair = lfirst(cell);

		if (pair->harmless)
			pending = lappend(pending, new_pending(pair->new, mig_text_last_name(pair->old->identity), NULL));
	}
	if (pending == NIL)
		return false;
	add_steps(renaming, pending);
	if (mig_shadow_try(renaming->shadow, run_batch, renaming, true) != NULL)
	{
		renaming->batch = NIL;
		renaming->made = list_truncate(renaming->made, nmade);
		return false;
	}
	keep_batch(renaming);
	return true;
}

static int
compare_depths(const ListCell *a, const ListCell *b)
{
	const Made *one = lfirst(a);
	const Made *other = lfirst(b);

	return one->depth != other->depth ? other->depth - one->depth : other->number - one->number;
}

/* Parts go back before what they are part of, which then has its new name yet. */
static void
write_back(Renaming *renaming)
{
	ListCell   *cell;

	list_sort(renaming->made, compare_depths);
	foreach(cell, renaming->made)
	{
		const Made *made = lfirst(cell);
		const MigFact *fact = mig_fact_at(renaming->result.facts, &made->address);

		if (fact == NULL)
			elog(ERROR, "\"%s\" is not there after its rename", made->newname);
		renaming->result.back = lappend(renaming->result.back,
										mig_plan_rename(named(fact, made->newname), made->name));
	}
}

static void
rename_all(void *arg)
{
	Renaming   *renaming = arg;

	make_asked(renaming);
	while (make_harmless(renaming))
		;
	write_back(renaming);
	renaming->result.suggested = renaming->backwards ?
		mig_rename_suggestions(renaming->other, renaming->result.facts) :
		mig_rename_suggestions(renaming->result.facts, renaming->other);
}

MigRenamed
mig_rename_shadow(MigShadow *shadow, MigFactBase *here,
				  const MigFactBase *other, List *renames, bool backwards)
{
	Renaming	renaming = {.shadow = shadow,.here = here,.other = other,
	.renames = renames,.backwards = backwards};
	ErrorData  *error;

	renaming.result.facts = here;
	error = mig_shadow_try(shadow, rename_all, &renaming, false);
	if (error != NULL)
		ReThrowError(error);
	return renaming.result;
}

List *
mig_rename_suggestions(const MigFactBase *source, const MigFactBase *target)
{
	List	   *suggestions = NIL;
	ListCell   *cell;

	foreach(cell, mig_alike_find(source, target))
	{
		const MigAlike *pair = lfirst(cell);

		if (!pair->harmless && (pair->old->kind->traits & (MIG_TYPED | MIG_HOLDS_DATA | MIG_SWAPPED)))
			suggestions = lappend(suggestions,
								  psprintf("%s=%s", pair->old->identity,
										   quote_identifier(mig_text_last_name(pair->new->identity))));
	}
	return suggestions;
}

void
mig_rename_suggest(const List *suggestions)
{
	ListCell   *cell;

	foreach(cell, suggestions)
		ereport(NOTICE,
				(errmsg("a removal and an addition look like the rename '%s'", (char *) lfirst(cell)),
				 errdetail("As it is, the one is dropped with what it holds, and the other created."),
				 errhint("If they are one, say so: renames => ARRAY[%s].", mig_text_literal(lfirst(cell)))));
}
