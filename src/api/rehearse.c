/*
 * rehearse.c
 *	  The door to rehearsals.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "storage/lock.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "verify/rehearse.h"

PG_FUNCTION_INFO_V1(migrate_rehearse);

/* The columns of its result. */
enum
{
	DIRECTION, REVISION, STATEMENT, LINE, TEXT, ELAPSED, STRONGEST_LOCK, LOCKED_RELATION,
	REWRITES, ROWS_SCANNED, ROWS_WRITTEN, WAL_BYTES, NCOLUMNS
};

static void
fill_observed(const MigObserved *observed, Datum *values, bool *nulls)
{
	Interval   *elapsed = palloc0(sizeof(Interval));

	elapsed->time = observed->elapsed;
	values[ELAPSED] = IntervalPGetDatum(elapsed);
	nulls[STRONGEST_LOCK] = nulls[LOCKED_RELATION] = observed->relation == NULL;
	if (observed->relation != NULL)
	{
		values[STRONGEST_LOCK] = CStringGetTextDatum(GetLockmodeName(DEFAULT_LOCKMETHOD, observed->lock));
		values[LOCKED_RELATION] = CStringGetTextDatum(observed->relation);
	}
	values[REWRITES] = BoolGetDatum(observed->rewrites);
	nulls[ROWS_SCANNED] = observed->scanned < 0;
	values[ROWS_SCANNED] = Int64GetDatum(observed->scanned);
	nulls[ROWS_WRITTEN] = observed->written < 0;
	values[ROWS_WRITTEN] = Int64GetDatum(observed->written);
	values[WAL_BYTES] = Int64GetDatum(observed->wal);
}

static void
put_statement(ReturnSetInfo *result, const MigRehearsed *statement)
{
	Datum		values[NCOLUMNS] = {0};
	bool		nulls[NCOLUMNS] = {false};

	values[DIRECTION] = CStringGetTextDatum(mig_leg_direction(statement->leg));
	values[REVISION] = CStringGetTextDatum(statement->leg->revision);
	values[STATEMENT] = Int32GetDatum(statement->statement);
	values[LINE] = Int32GetDatum(statement->line);
	values[TEXT] = CStringGetTextDatum(statement->text);
	if (statement->left_out)
		memset(nulls + ELAPSED, true, NCOLUMNS - ELAPSED);
	else
		fill_observed(&statement->observed, values, nulls);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

Datum
migrate_rehearse(PG_FUNCTION_ARGS)
{
	bool		round_trip = PG_ARGISNULL(1) || PG_GETARG_BOOL(1);
	bool		downgrade = !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);
	List	   *statements;
	ListCell   *lc;

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the target must not be null"),
				 errhint("Targets are 'head', 'base', a revision, '+1', '-1' and so on.")));
	statements = mig_verify_rehearse(text_to_cstring(PG_GETARG_TEXT_PP(0)),
									 downgrade ? MIG_DOWNGRADE : MIG_UPGRADE, round_trip);
	InitMaterializedSRF(fcinfo, 0);
	foreach(lc, statements)
		put_statement((ReturnSetInfo *) fcinfo->resultinfo, lfirst(lc));
	return (Datum) 0;
}
