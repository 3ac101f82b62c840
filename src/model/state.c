/*
 * state.c
 *	  States: schemas as they stand somewhere.
 */
#include "postgres.h"

#include "catalog/catalog.h"

#include "base/subxact.h"
#include "model/cache.h"
#include "model/hide.h"
#include "model/parts.h"
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

static void
load_model(MigShadow *shadow)
{
	ListCell   *cell;
	List	   *parts = mig_parts_read();

	if (parts == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("there is no model"),
				 errdetail("The model is the desired state that autogenerate compares the database with."),
				 errhint("Store one with SELECT migrate.set_model('CREATE TABLE ...').")));
	foreach(cell, parts)
	{
		const MigPart *part = lfirst(cell);

		mig_shadow_load(shadow, part->ddl, psprintf("model part \"%s\"", part->name), MIG_LOAD_MODEL);
	}
}

bool
mig_state_is_built(const char *state)
{
	return strcmp(state, "live") != 0 && strncmp(state, SCHEMA_STATE, strlen(SCHEMA_STATE)) != 0;
}

void
mig_state_build(const char *state, MigShadow *shadow)
{
	if (strcmp(state, "model") == 0)
		load_model(shadow);
	else if (strcmp(state, "base") != 0)
		mig_replay_to(list_make1(unconstify(char *, state)), shadow);
}

static void
read_built(MigShadow *shadow, void *arg)
{
	Reading    *reading = arg;

	mig_state_build(reading->state, shadow);
	reading->base = mig_shadow_read(shadow);
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

/* An unchanged model need not be built again. */
static void
read_cached_model(Reading *reading)
{
	char	   *key = mig_cache_key();

	mig_shadow_check_rights(reading->schemas);
	reading->base = mig_cache_find(key);
	if (reading->base != NULL)
		return;
	mig_shadow_run(reading->schemas, read_built, reading);
	mig_cache_store(key, reading->base);
}

MigFactBase *
mig_state_read(const char *state)
{
	Reading		reading = {state, mig_scope_schemas(), NULL};

	if (strcmp(state, "live") == 0)
		return mig_snapshot_read(reading.schemas);
	if (strcmp(state, "model") == 0)
		read_cached_model(&reading);
	else if (strncmp(state, SCHEMA_STATE, strlen(SCHEMA_STATE)) == 0)
		read_other_schema(&reading);
	else
		mig_shadow_run(reading.schemas, read_built, &reading);
	return reading.base;
}
