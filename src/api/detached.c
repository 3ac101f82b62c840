/*
 * detached.c
 *	  The doors to runs in the background: deploy_async, rollback_async, cancel,
 *	  wait.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/portal.h"
#include "utils/uuid.h"

#include "run/detached.h"
#include "run/txn.h"

PG_FUNCTION_INFO_V1(migrate_deploy_async);
PG_FUNCTION_INFO_V1(migrate_rollback_async);
PG_FUNCTION_INFO_V1(migrate_cancel);
PG_FUNCTION_INFO_V1(migrate_wait);

static Datum
start(FunctionCallInfo fcinfo, MigDirection direction, const char *command)
{
	char	   *run;

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the target must not be null"),
				 errhint("Targets are 'head', 'base', a revision, '+1', '-1' and so on.")));
	run = mig_detached_start(command, direction, text_to_cstring(PG_GETARG_TEXT_PP(0)));
	return DirectFunctionCall1(uuid_in, CStringGetDatum(run));
}

Datum
migrate_deploy_async(PG_FUNCTION_ARGS)
{
	return start(fcinfo, MIG_UPGRADE, "migrate.deploy_async");
}

Datum
migrate_rollback_async(PG_FUNCTION_ARGS)
{
	return start(fcinfo, MIG_DOWNGRADE, "migrate.rollback_async");
}

static char *
run_argument(FunctionCallInfo fcinfo)
{
	return DatumGetCString(DirectFunctionCall1(uuid_out, PG_GETARG_DATUM(0)));
}

Datum
migrate_cancel(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(mig_detached_cancel(run_argument(fcinfo)));
}

Datum
migrate_wait(PG_FUNCTION_ARGS)
{
	MemoryContext cxt = AllocSetContextCreate(PortalContext, "migrate wait", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the run must not be null")));
	mig_txn_require_toplevel(fcinfo, "migrate.wait", "the view migrate.progress");
	mig_detached_wait(run_argument(fcinfo));
	MemoryContextSwitchTo(old);
	PG_RETURN_VOID();
}
