/*
 * run.c
 *	  The doors to running: upgrade, downgrade, script.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "run/leg.h"
#include "run/offline.h"
#include "run/upgrade.h"

PG_FUNCTION_INFO_V1(migrate_upgrade);
PG_FUNCTION_INFO_V1(migrate_upgrade_by);
PG_FUNCTION_INFO_V1(migrate_downgrade);
PG_FUNCTION_INFO_V1(migrate_downgrade_by);
PG_FUNCTION_INFO_V1(migrate_script);

static void
refuse_null(bool isnull, const char *what)
{
	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the %s must not be null", what),
				 errhint("Targets are 'head', 'base', a revision, '+1', '-1' and so on.")));
}

static Datum
interval_of(int64 microseconds)
{
	Interval   *interval = palloc0(sizeof(Interval));

	interval->time = microseconds;
	return IntervalPGetDatum(interval);
}

/* Puts the steps that ran into the result. */
static void
put_legs(FunctionCallInfo fcinfo, const List *legs)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	ListCell   *lc;

	foreach(lc, legs)
	{
		const MigLeg *leg = lfirst(lc);
		Datum		values[] = {
			CStringGetTextDatum(mig_leg_direction(leg)),
			CStringGetTextDatum(leg->revision),
			CStringGetTextDatum(leg->message),
			interval_of(leg->elapsed)
		};
		bool		nulls[lengthof(values)] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

static Datum
travel(FunctionCallInfo fcinfo, MigDirection direction, const char *target)
{
	List	   *legs = mig_upgrade_run(direction == MIG_UPGRADE ? "migrate.upgrade" : "migrate.downgrade",
									   direction, target);

	InitMaterializedSRF(fcinfo, 0);
	put_legs(fcinfo, legs);
	return (Datum) 0;
}

Datum
migrate_upgrade(PG_FUNCTION_ARGS)
{
	refuse_null(PG_ARGISNULL(0), "target");
	return travel(fcinfo, MIG_UPGRADE, text_to_cstring(PG_GETARG_TEXT_PP(0)));
}

Datum
migrate_upgrade_by(PG_FUNCTION_ARGS)
{
	refuse_null(PG_ARGISNULL(0), "number of steps");
	return travel(fcinfo, MIG_UPGRADE, psprintf("%+d", PG_GETARG_INT32(0)));
}

Datum
migrate_downgrade(PG_FUNCTION_ARGS)
{
	refuse_null(PG_ARGISNULL(0), "target");
	return travel(fcinfo, MIG_DOWNGRADE, text_to_cstring(PG_GETARG_TEXT_PP(0)));
}

Datum
migrate_downgrade_by(PG_FUNCTION_ARGS)
{
	refuse_null(PG_ARGISNULL(0), "number of steps");
	return travel(fcinfo, MIG_DOWNGRADE, psprintf("%+d", PG_GETARG_INT32(0)));
}

Datum
migrate_script(PG_FUNCTION_ARGS)
{
	refuse_null(PG_ARGISNULL(0), "range");
	PG_RETURN_TEXT_P(cstring_to_text(mig_offline_script(text_to_cstring(PG_GETARG_TEXT_PP(0)),
														!PG_ARGISNULL(1) && PG_GETARG_BOOL(1))));
}
