/*
 * deploy.c
 *	  The doors to running on a live system: deploy, rollback.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "run/commit.h"
#include "run/txn.h"

PG_FUNCTION_INFO_V1(migrate_deploy);
PG_FUNCTION_INFO_V1(migrate_rollback);

static void
travel(FunctionCallInfo fcinfo, MigDirection direction, const char *command, const char *instead)
{
	mig_txn_require_toplevel(fcinfo, command, instead);
	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the target must not be null"),
				 errhint("Targets are 'head', 'base', a revision, '+1', '-1' and so on.")));
	mig_commit_run(command, direction, text_to_cstring(PG_GETARG_TEXT_PP(0)));
}

Datum
migrate_deploy(PG_FUNCTION_ARGS)
{
	travel(fcinfo, MIG_UPGRADE, "migrate.deploy", "SELECT migrate.upgrade(...)");
	PG_RETURN_VOID();
}

Datum
migrate_rollback(PG_FUNCTION_ARGS)
{
	travel(fcinfo, MIG_DOWNGRADE, "migrate.rollback", "SELECT migrate.downgrade(...)");
	PG_RETURN_VOID();
}
