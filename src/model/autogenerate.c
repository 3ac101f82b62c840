/*
 * autogenerate.c
 *	  A revision's two scripts from the difference of two states, proved.
 *
 * The model stands in the shadow already when it is compared, so the proof
 * starts there: the downgrade must lead to what is live, and the upgrade back.
 */
#include "postgres.h"

#include "base/errors.h"
#include "base/subxact.h"
#include "diff/plan.h"
#include "model/autogenerate.h"
#include "model/load.h"
#include "model/shadow.h"
#include "model/state.h"
#include "schema/scope.h"
#include "schema/snapshot.h"

typedef struct Work
{
	List	   *schemas;
	MigFactBase *live;
	MigFactBase *model;
	MigGenerated *generated;
	/* the script that is being proved */
	const MigHidden *hidden;
	const char *direction;
	const char *script;
} Work;

static void
run_script(void *arg)
{
	Work	   *work = arg;

	mig_load_run(work->script, psprintf("generated %s", work->direction), MIG_LOAD_SCRIPT, work->hidden);
}

/* Runs one script in the shadow; what it leaves to do must be nothing. */
static void
prove(Work *work, const char *direction, const char *script, const MigFactBase *wanted)
{
	ErrorData  *error;
	MigFactBase *result;
	List	   *residue;

	work->direction = direction;
	work->script = script;
	error = mig_subxact_try(run_script, work, true);
	if (error != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NOT_PROVED),
				 errmsg("the generated %s does not run", direction),
				 errdetail("%s\n%s\nThe script was:\n%s", error->message,
						   error->context ? error->context : "", script),
				 errhint("Write this revision by hand, and report this as a bug.")));

	result = mig_snapshot_read(work->schemas);
	residue = mig_plan_make(result, wanted);
	if (residue != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NOT_PROVED),
				 errmsg("the generated %s does not lead to the schema it should", direction),
				 errdetail("After it, this was left to do:\n%s\nThe script was:\n%s",
						   mig_plan_script(residue), script),
				 errhint("Write this revision by hand, and report this as a bug.")));
	mig_fact_base_free(result);
}

static void
generate(const MigHidden *hidden, void *arg)
{
	Work	   *work = arg;
	MigGenerated *generated = work->generated;

	work->hidden = hidden;
	mig_state_load_model(hidden);
	work->model = mig_snapshot_read(work->schemas);
	generated->upgrade = mig_plan_script(mig_plan_make(work->live, work->model));
	generated->downgrade = mig_plan_script(mig_plan_make(work->model, work->live));
	if (generated->upgrade[0] == '\0')
		return;
	prove(work, "downgrade", generated->downgrade, work->live);
	prove(work, "upgrade", generated->upgrade, work->model);
}

MigGenerated *
mig_autogenerate(void)
{
	Work		work = {.schemas = mig_scope_schemas()};

	work.generated = palloc0(sizeof(MigGenerated));
	work.live = mig_snapshot_read(work.schemas);
	mig_shadow_run(work.schemas, generate, &work);
	return work.generated;
}
