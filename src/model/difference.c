/*
 * difference.c
 *	  The steps from one state to another.
 */
#include "postgres.h"

#include "diff/alike.h"
#include "diff/plan.h"
#include "model/annotation.h"
#include "model/cache.h"
#include "model/difference.h"
#include "model/rename.h"
#include "model/shadow.h"
#include "model/state.h"
#include "model/unmodelled.h"
#include "schema/scope.h"
#include "schema/snapshot.h"

typedef struct Work
{
	List	   *schemas;
	const char *source;
	const char *target;
	MigRenames	renames;
	MigFactBase *before;
	MigFactBase *after;
	List	   *steps;
	List	   *suggested;
} Work;

/* The target stands in the shadow: it is taken back to the names of the source. */
static void
plan_to_shadow(MigShadow *shadow, MigFactBase *after, void *arg)
{
	Work	   *work = arg;
	MigRenamed	renamed;

	renamed = mig_rename_shadow(shadow, after, work->before,
								mig_wanted_renames(&work->renames, work->before), true);
	work->steps = mig_plan_make_before(work->before, renamed.facts, renamed.back);
	work->suggested = renamed.suggested;
}

/* The source stands in the shadow: it gets the names of the target. */
static void
plan_from_shadow(MigShadow *shadow, MigFactBase *before, void *arg)
{
	Work	   *work = arg;
	MigRenamed	renamed;

	renamed = mig_rename_shadow(shadow, before, work->after,
								mig_wanted_renames(&work->renames, work->before), false);
	work->steps = list_concat(renamed.there, mig_plan_make(renamed.facts, work->after));
}

/* Is there anything that only a rename in the shadow can settle? */
static bool
renames_wanted(const Work *work)
{
	ListCell   *cell;

	if (mig_wanted_renames(&work->renames, work->before) != NIL)
		return true;
	foreach(cell, mig_alike_find(work->before, work->after))
		if (((MigAlike *) lfirst(cell))->harmless)
			return true;
	return false;
}

static void
find_steps(Work *work)
{
	bool		wanted;

	if (strcmp(work->target, "model") == 0)
		work->renames.annotated = mig_annotation_renames();
	work->before = mig_state_read(work->source);
	work->after = mig_state_read(work->target);

	mig_unmodelled_warn(work->before, work->after);
	wanted = renames_wanted(work);
	if (wanted && mig_state_is_built(work->target))
		mig_state_run(work->target, work->schemas, work->before, plan_to_shadow, work);
	else if (wanted && mig_state_is_built(work->source))
		mig_state_run(work->source, work->schemas, work->after, plan_from_shadow, work);
	else if (work->renames.asked != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("no renames between \"%s\" and \"%s\"", work->source, work->target),
				 errdetail("One of the two states has to be the model, head, or a revision."),
				 errhint("Leave renames out.")));
	else
	{
		work->steps = mig_plan_make(work->before, work->after);
		work->suggested = mig_rename_suggestions(work->before, work->after);
	}
}

/* May the answer be known from the last time?  What asks for a rename says more. */
static bool
is_model_check(const Work *work)
{
	return work->renames.asked == NIL && strcmp(work->source, "live") == 0 && strcmp(work->target, "model") == 0;
}

/* They are equal, with nothing that is not compared. */
static void
note_equal(const Work *work, const char *key)
{
	if (work->steps == NIL && work->before->unmodelled == NIL && work->after->unmodelled == NIL)
		mig_cache_note_equal(key);
}

List *
mig_difference_plan(const char *source, const char *target, List *renames)
{
	Work		work = {.schemas = mig_scope_schemas(),.source = source,.target = target,.renames.asked = renames};
	char	   *key = is_model_check(&work) ? mig_cache_pair_key() : NULL;

	if (key != NULL && mig_cache_is_equal(key))
		return NIL;
	find_steps(&work);
	if (key != NULL)
		note_equal(&work, key);
	if (strcmp(target, "model") == 0)
		mig_rename_suggest(work.suggested);
	return work.steps;
}
