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

#include "base/subxact.h"
#include "diff/alike.h"
#include "diff/plan.h"
#include "model/load.h"
#include "model/rename.h"
#include "schema/kind.h"
#include "schema/scope.h"
#include "schema/snapshot.h"

/* A shadow in the course of being renamed. */
typedef struct Renaming
{
	const MigHidden *hidden;
	List	   *schemas;
	const MigFactBase *other;
	List	   *renames;
	bool		backwards;
	List	   *pairs;			/* of MigRename *: in order, from names of other to
								 * those of the shadow */
	List	   *batch;			/* of MigPlanStep *: run at once */
	MigRenamed	result;
} Renaming;

static int
depth_of(const MigFact *fact)
{
	int			depth = 0;

	for (; fact->parent != NULL; fact = fact->parent)
		depth++;
	return depth;
}

static MigRename *
new_rename(const MigFact *fact, const char *to)
{
	MigRename  *rename = palloc(sizeof(MigRename));

	rename->kind = fact->kind;
	rename->from = pstrdup(fact->identity);
	rename->to = to;
	rename->depth = depth_of(fact);
	return rename;
}

/* The identities that a name may stand for: a managed schema can be left out. */
static List *
identities(const char *name)
{
	List	   *names = list_make1(pstrdup(name));
	ListCell   *cell;

	foreach(cell, mig_scope_schemas())
		names = lappend(names, psprintf("%s.%s", quote_identifier(lfirst(cell)), name));
	return names;
}

static bool
is_one_of(const char *identity, const List *names)
{
	ListCell   *cell;

	foreach(cell, names)
		if (strcmp(identity, lfirst(cell)) == 0)
			return true;
	return false;
}

/*
 * The facts of that name.  A default has the identity of its column: what is
 * part of another one found is left out.
 */
static List *
facts_called(const MigFactBase *base, const char *keyword, const char *name)
{
	List	   *names = identities(name);
	List	   *found = NIL;

	for (int i = 0; i < base->nfacts; i++)
	{
		MigFact    *fact = base->facts[i];

		if (!(fact->kind->traits & MIG_SATELLITE) && !list_member_ptr(found, fact->parent) &&
			(keyword == NULL || pg_strcasecmp(keyword, fact->kind->keyword) == 0) &&
			is_one_of(fact->identity, names))
			found = lappend(found, fact);
	}
	return found;
}

/* "kind:name=newname", where the kind may be left out. */
static MigRename *
find_rename(const char *text, const MigFactBase *source, bool annotated)
{
	char	   *name = pstrdup(text);
	char	   *equal = strrchr(name, '=');
	char	   *colon = strchr(name, ':');
	List	   *found;

	if (equal == NULL || equal == name || equal[1] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid rename \"%s\"", text),
				 errdetail("A rename gives the name in the source, \"=\", and the new name."),
				 errhint("Write it as in 'public.users.name=full_name'.")));
	*equal++ = '\0';
	if (colon != NULL)
		*colon++ = '\0';
	found = facts_called(source, colon ? name : NULL, mig_text_trim(colon ? colon : name));
	if (found == NIL && annotated)
		return NULL;
	if (found == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("cannot rename \"%s\", which does not exist", colon ? colon : name),
				 errdetail("The rename is \"%s\", and what it names is to be found in the source.", text),
				 errhint("Write the name with its schema and table, as in 'public.users.name=full_name'.")));
	if (list_length(found) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rename \"%s\" is ambiguous", text),
				 errdetail("There is a %s and a %s of that name.",
						   ((MigFact *) linitial(found))->kind->keyword,
						   ((MigFact *) lsecond(found))->kind->keyword),
				 errhint("Write the kind before it, as in 'column:public.users.name=full_name'.")));
	return new_rename(linitial(found), mig_text_last_name(mig_text_trim(equal)));
}

List *
mig_rename_find(const MigRenames *renames, const MigFactBase *source)
{
	List	   *found = NIL;
	ListCell   *cell;

	foreach(cell, renames->asked)
		found = lappend(found, find_rename(lfirst(cell), source, false));
	foreach(cell, renames->annotated)
	{
		MigRename  *rename = find_rename(lfirst(cell), source, true);

		/* An annotation stays after the rename was made. */
		if (rename != NULL &&
			mig_fact_find(source, rename->kind->keyword,
						  mig_text_replace_last_name(rename->from, rename->to)) == NULL)
			found = lappend(found, rename);
	}
	return found;
}

List *
mig_rename_between(const MigFactBase *before, const MigFactBase *after)
{
	List	   *found = NIL;

	for (int i = 0; i < before->nfacts; i++)
	{
		const MigFact *old = before->facts[i];
		const MigFact *new = old->kind->traits & MIG_SATELLITE ? NULL : mig_fact_at(after, &old->address);
		const char *name = new ? mig_text_last_name(new->identity) : NULL;

		if (new != NULL && new->kind == old->kind && strcmp(mig_text_last_name(old->identity), name) != 0)
			found = lappend(found, new_rename(old, name));
	}
	return found;
}

static void
run_batch(void *arg)
{
	const Renaming *renaming = arg;

	mig_load_run(mig_plan_script(renaming->batch), "renames", MIG_LOAD_SCRIPT, renaming->hidden);
}

/* What was renamed together is read together. */
static void
keep_batch(Renaming *renaming)
{
	renaming->result.there = list_concat(renaming->result.there, renaming->batch);
	renaming->batch = NIL;
	mig_fact_base_free(renaming->result.facts);
	renaming->result.facts = mig_snapshot_read(renaming->schemas);
}

/* Adds one rename in the shadow to the batch. */
static void
add_step(Renaming *renaming, const MigRename *rename)
{
	const MigFactBase *facts = renaming->result.facts;
	char	   *after = mig_text_replace_last_name(rename->from, rename->to);
	const char *has = renaming->backwards ? after : rename->from;
	const char *gets = renaming->backwards ? rename->from : after;
	const MigFact *fact = mig_fact_find(facts, rename->kind->keyword, has);
	MigRename  *pair;

	if (fact == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("cannot rename \"%s\" to \"%s\", which does not exist", rename->from, rename->to),
				 errdetail("A rename leads to a name that is to be found in the target."),
				 errhint("Write the new name as it is in the target.")));
	if (mig_fact_find(facts, rename->kind->keyword, gets) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot rename \"%s\" to \"%s\", because both exist", rename->from, rename->to),
				 errdetail("A rename is a removal and an addition that are one."),
				 errhint("Take the rename out, or the one name out of the target.")));
	renaming->batch = lappend(renaming->batch, mig_plan_rename(fact, mig_text_last_name(gets)));
	pair = new_rename(fact, mig_text_last_name(has));
	pair->from = pstrdup(gets);
	renaming->pairs = lappend(renaming->pairs, pair);
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
		foreach(cell, renaming->renames)
		{
			const MigRename *rename = lfirst(cell);

			if (rename->depth == (renaming->backwards ? i : deepest - i))
				add_step(renaming, rename);
		}
		if (renaming->batch != NIL)
		{
			run_batch(renaming);
			keep_batch(renaming);
		}
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
	int			npairs = list_length(renaming->pairs);
	ListCell   *cell;

	foreach(cell, mig_alike_find(renaming->other, renaming->result.facts))
	{
		const MigAlike *pair = lfirst(cell);
		char	   *name = mig_text_last_name(pair->old->identity);

		if (!pair->harmless)
			continue;
		renaming->batch = lappend(renaming->batch, mig_plan_rename(pair->new, name));
		renaming->pairs = lappend(renaming->pairs,
								  new_rename(pair->old, mig_text_last_name(pair->new->identity)));
	}
	if (renaming->batch == NIL)
		return false;
	if (mig_subxact_try(run_batch, renaming, true) != NULL)
	{
		renaming->batch = NIL;
		renaming->pairs = list_truncate(renaming->pairs, npairs);
		return false;
	}
	keep_batch(renaming);
	return true;
}

/* Parts go back before what they are part of: the other way round. */
static void
write_back(Renaming *renaming)
{
	for (int i = list_length(renaming->pairs) - 1; i >= 0; i--)
	{
		const MigRename *pair = list_nth(renaming->pairs, i);
		const MigFact *fact = mig_fact_find(renaming->result.facts, pair->kind->keyword, pair->from);

		renaming->result.back = lappend(renaming->result.back, mig_plan_rename(fact, pair->to));
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
	renaming->result.suggested = mig_rename_suggestions(renaming->other, renaming->result.facts);
}

MigRenamed
mig_rename_shadow(const MigHidden *hidden, List *schemas, const MigFactBase *other,
				  List *renames, bool backwards)
{
	Renaming	renaming = {.hidden = hidden,.schemas = schemas,.other = other,.renames = renames,.backwards = backwards};

	renaming.result.facts = mig_snapshot_read(schemas);
	mig_subxact_run(rename_all, &renaming, false);
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

		if (!pair->harmless && (pair->old->kind->traits & (MIG_TYPED | MIG_HOLDS_DATA)))
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
				 errdetail("As it is, what is removed loses its data."),
				 errhint("If they are one, say so: renames => ARRAY[%s].", mig_text_literal(lfirst(cell)))));
}
