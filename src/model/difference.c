/*
 * difference.c
 *	  The steps from one state to another.
 */
#include "postgres.h"

#include "diff/alike.h"
#include "diff/plan.h"
#include "model/annotation.h"
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
plan_to_shadow(MigShadow *shadow, void *arg)
{
	Work	   *work = arg;
	MigRenamed	renamed;

	mig_state_build(work->target, shadow);
	renamed = mig_rename_shadow(shadow, mig_shadow_read(shadow), work->before,
								mig_wanted_renames(&work->renames, work->before), true);
	work->steps = mig_plan_make_before(work->before, renamed.facts, renamed.back);
	work->suggested = renamed.suggested;
}

/* The source stands in the shadow: it gets the names of the target. */
static void
plan_from_shadow(MigShadow *shadow, void *arg)
{
	Work	   *work = arg;
	MigRenamed	renamed;

	mig_state_build(work->source, shadow);
	renamed = mig_rename_shadow(shadow, mig_shadow_read(shadow), work->after,
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

List *
mig_difference_plan(const char *source, const char *target, List *renames)
{
	Work		work = {.schemas = mig_scope_schemas(),.source = source,.target = target};
	bool		wanted;

	work.renames.asked = renames;
	if (strcmp(target, "model") == 0)
		work.renames.annotated = mig_annotation_renames();
	work.before = mig_state_read(source);
	work.after = mig_state_read(target);

	mig_unmodelled_warn(work.before, work.after);
	wanted = renames_wanted(&work);
	if (wanted && mig_state_is_built(target))
		mig_shadow_run(work.schemas, plan_to_shadow, &work);
	else if (wanted && mig_state_is_built(source))
		mig_shadow_run(work.schemas, plan_from_shadow, &work);
	else if (renames != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("no renames between \"%s\" and \"%s\"", source, target),
				 errdetail("One of the two states has to be the model, head, or a revision."),
				 errhint("Leave renames out.")));
	else
	{
		work.steps = mig_plan_make(work.before, work.after);
		work.suggested = mig_rename_suggestions(work.before, work.after);
	}
	if (strcmp(target, "model") == 0)
		mig_rename_suggest(work.suggested);
	return work.steps;
}
