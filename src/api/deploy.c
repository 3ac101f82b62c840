/*
 * deploy.c
 *	  The doors to running on a live system: deploy, rollback, backfill.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/portal.h"
#include "utils/timestamp.h"

#include "run/backfill.h"
#include "run/commit.h"
#include "run/txn.h"

PG_FUNCTION_INFO_V1(migrate_deploy);
PG_FUNCTION_INFO_V1(migrate_rollback);
PG_FUNCTION_INFO_V1(migrate_backfill);

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

static int64
milliseconds(const Interval *interval)
{
	return (interval->month * (int64) DAYS_PER_MONTH + interval->day) * (USECS_PER_DAY / 1000) + interval->time / 1000;
}

static void
refuse_null(FunctionCallInfo fcinfo, int number, const char *name)
{
	if (PG_ARGISNULL(number))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the %s must not be null", name)));
}

Datum
migrate_backfill(PG_FUNCTION_ARGS)
{
	MemoryContext old = MemoryContextSwitchTo(PortalContext);
	MigBackfill backfill;

	mig_txn_require_toplevel(fcinfo, "migrate.backfill", "UPDATE");
	refuse_null(fcinfo, 0, "table");
	refuse_null(fcinfo, 1, "set expression");
	refuse_null(fcinfo, 3, "batch size");
	refuse_null(fcinfo, 4, "pause");
	backfill.table = PG_GETARG_OID(0);
	backfill.assignments = text_to_cstring(PG_GETARG_TEXT_PP(1));
	backfill.condition = PG_ARGISNULL(2) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(2));
	backfill.batch_size = PG_GETARG_INT32(3);
	backfill.pause = milliseconds(PG_GETARG_INTERVAL_P(4));
	mig_backfill_run(&backfill);
	MemoryContextSwitchTo(old);
	PG_RETURN_VOID();
}
