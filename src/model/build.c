/*
 * build.c
 *	  The model, built.
 */
#include "postgres.h"

#include "base/subxact.h"
#include "model/build.h"
#include "model/cache.h"
#include "model/partial.h"
#include "model/parts.h"

typedef struct Build
{
	List	   *schemas;
	const MigFactBase *live;
	void		(*work) (MigShadow *shadow, MigFactBase *model, void *arg);
	void	   *arg;
	const char *key;
	MigPartial *partial;		/* NULL: in full */
	MigTrail   *trail;			/* of the full build */
	MigFactBase *model;
	MigStatements *statements;
} Build;

/* In a scratch database, they are followed there. */
static void
load_part(Build *build, MigShadow *shadow, const MigPart *part)
{
	if (mig_shadow_is_here(shadow))
		mig_shadow_load_cut(shadow, mig_load_cut(part->ddl, mig_parts_what(part), MIG_LOAD_MODEL),
							MIG_LOAD_MODEL, mig_trail_follow, build->trail);
	else
		mig_shadow_load(shadow, part->ddl, mig_parts_what(part), MIG_LOAD_MODEL);
}

static void
build_fully(MigShadow *shadow, void *arg)
{
	Build	   *build = arg;
	List	   *parts = mig_parts_read();
	ListCell   *cell;

	if (parts == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("there is no model"),
				 errdetail("The model is the desired state that autogenerate compares the database with."),
				 errhint("Store one with SELECT migrate.set_model('CREATE TABLE ...').")));
	build->trail = mig_trail_new();
	foreach(cell, parts)
		load_part(build, shadow, lfirst(cell));
	build->model = mig_shadow_read(shadow);
	build->statements = mig_shadow_is_here(shadow) ? mig_statements_of(build->trail, build->model) :
		mig_shadow_statements(shadow);
	build->work(shadow, build->model, build->arg);
}

static void
build_partly(MigShadow *shadow, void *arg)
{
	Build	   *build = arg;

	mig_partial_build(build->partial, shadow);
	build->model = mig_shadow_read(shadow);
	build->statements = mig_partial_settle(build->partial, build->model);
	build->work(shadow, build->model, build->arg);
}

static void
try_partly(void *arg)
{
	Build	   *build = arg;

	build->partial = mig_partial_plan(build->key, build->live);
	if (build->partial != NULL)
		mig_shadow_run_here(build->schemas, build_partly, build);
}

/*
 * Whatever goes wrong with a part, the whole has the last word.  Only who wants
 * to end all is heard at once.
 */
static bool
build_in_part(Build *build)
{
	ErrorData  *error = mig_subxact_try(try_partly, build, false);

	if (error == NULL)
		return build->partial != NULL;
	if (ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_OPERATOR_INTERVENTION)
		ReThrowError(error);
	ereport(DEBUG1,
			(errmsg("building the model in full"),
			 errdetail("%s", error->message)));
	build->partial = NULL;
	return false;
}

void
mig_build_model(List *schemas, const MigFactBase *live,
				void (*work) (MigShadow *shadow, MigFactBase *model, void *arg), void *arg)
{
	Build		build = {.schemas = schemas,.live = live,.work = work,.arg = arg,.key = mig_cache_key()};

	mig_shadow_check_rights(schemas);
	if (!build_in_part(&build))
		mig_shadow_run(schemas, build_fully, &build);
	if (build.partial == NULL || strcmp(mig_partial_key(build.partial), build.key) != 0)
		mig_cache_store(build.key, build.model, build.statements);
}

static void
keep_facts(MigShadow *shadow, MigFactBase *model, void *arg)
{
	*(MigFactBase **) arg = model;
}

MigFactBase *
mig_build_read(List *schemas)
{
	MigFactBase *model;

	mig_shadow_check_rights(schemas);
	model = mig_cache_find(mig_cache_key());
	if (model == NULL)
		mig_build_model(schemas, NULL, keep_facts, &model);
	return model;
}
