/*
 * state.c
 *	  States: schemas as they stand somewhere.
 */
#include "postgres.h"

#include "catalog/catalog.h"

#include "base/subxact.h"
#include "model/build.h"
#include "model/hide.h"
#include "model/live.h"
#include "model/replay.h"
#include "model/shadow.h"
#include "model/state.h"
#include "schema/scope.h"
#include "schema/snapshot.h"

#define SCHEMA_STATE	"schema:"

typedef struct Reading
{
	const char *state;
	List	   *schemas;
	MigFactBase *base;
} Reading;

/* A state other than the model, in the shadow. */
typedef struct Building
{
	const char *state;
	void		(*work) (MigShadow *shadow, MigFactBase *facts, void *arg);
	void	   *arg;
} Building;

static void
build(MigShadow *shadow, void *arg)
{
	const Building *building = arg;

	if (strcmp(building->state, "base") != 0)
		mig_replay_to(list_make1(unconstify(char *, building->state)), shadow);
	building->work(shadow, mig_shadow_read(shadow), building->arg);
}

bool
mig_state_is_built(const char *state)
{
	return strcmp(state, "live") != 0 && strncmp(state, SCHEMA_STATE, strlen(SCHEMA_STATE)) != 0;
}

void
mig_state_run(const char *state, List *schemas, const MigFactBase *other,
			  void (*work) (MigShadow *shadow, MigFactBase *facts, void *arg), void *arg)
{
	Building	building = {state, work, arg};

	if (strcmp(state, "model") == 0)
		mig_build_model(schemas, other, work, arg);
	else
		mig_shadow_run(schemas, build, &building);
}

static void
keep_facts(MigShadow *shadow, MigFactBase *facts, void *arg)
{
	((Reading *) arg)->base = facts;
}

/* Another schema under the name of the managed one. */
static void
read_schema(void *arg)
{
	Reading    *reading = arg;

	mig_hide_rename_schema(reading->state + strlen(SCHEMA_STATE), linitial(reading->schemas));
	reading->base = mig_snapshot_read(reading->schemas);
}

static void
read_other_schema(Reading *reading)
{
	if (list_length(reading->schemas) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("state \"%s\" needs exactly one managed schema", reading->state),
				 errdetail("It is read as if it were the managed one, and there are %d.",
						   list_length(reading->schemas)),
				 errhint("SET migrate.schemas to the one to compare it with.")));
	if (IsReservedName(reading->state + strlen(SCHEMA_STATE)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid state \"%s\"", reading->state),
				 errdetail("That schema belongs to the server.")));
	mig_shadow_check_rights(reading->schemas);
	mig_subxact_run(read_schema, reading, false);
}

MigFactBase *
mig_state_read(const char *state)
{
	Reading		reading = {state, mig_scope_schemas(), NULL};

	if (strcmp(state, "live") == 0)
		return mig_live_read();
	if (strcmp(state, "model") == 0)
		reading.base = mig_build_read(reading.schemas);
	else if (strncmp(state, SCHEMA_STATE, strlen(SCHEMA_STATE)) == 0)
		read_other_schema(&reading);
	else
		mig_state_run(state, reading.schemas, NULL, keep_facts, &reading);
	return reading.base;
}
