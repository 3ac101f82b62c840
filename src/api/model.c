/*
 * model.c
 *	  The doors to the model: set_model, model, diff, check, drift.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/formatting.h"

#include "base/array.h"
#include "base/errors.h"
#include "diff/plan.h"
#include "model/difference.h"
#include "model/parts.h"
#include "run/gate.h"

PG_FUNCTION_INFO_V1(migrate_set_model);
PG_FUNCTION_INFO_V1(migrate_model);
PG_FUNCTION_INFO_V1(migrate_diff);
PG_FUNCTION_INFO_V1(migrate_check);

Datum
migrate_set_model(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the name of a part of the model must not be null")));
	mig_parts_set(text_to_cstring(PG_GETARG_TEXT_PP(1)),
				  PG_ARGISNULL(0) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(0)));
	PG_RETURN_VOID();
}

Datum
migrate_model(PG_FUNCTION_ARGS)
{
	StringInfoData text;
	ListCell   *cell;

	initStringInfo(&text);
	foreach(cell, mig_parts_read())
	{
		const MigPart *part = lfirst(cell);

		appendStringInfo(&text, "%s-- part: %s\n%s\n", text.len ? "\n" : "", part->name, part->ddl);
	}
	if (text.len == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(text.data));
}

static void
put_steps(FunctionCallInfo fcinfo, const List *steps)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	ListCell   *cell;

	foreach(cell, steps)
	{
		const MigPlanStep *step = lfirst(cell);
		Datum		values[] = {
			Int32GetDatum(foreach_current_index(cell) + 1),
			CStringGetTextDatum(step->action),
			CStringGetTextDatum(asc_tolower(step->kind, strlen(step->kind))),
			CStringGetTextDatum(step->object),
			CStringGetTextDatum(step->statement),
			BoolGetDatum(step->destructive)
		};
		bool		nulls[lengthof(values)] = {false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

Datum
migrate_diff(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("source and target must not be null")));
	mig_gate_primary("migrate.diff");
	InitMaterializedSRF(fcinfo, 0);
	put_steps(fcinfo, mig_difference_plan(text_to_cstring(PG_GETARG_TEXT_PP(0)),
										  text_to_cstring(PG_GETARG_TEXT_PP(1)),
										  PG_ARGISNULL(2) ? NIL : mig_array_members(PG_GETARG_DATUM(2), "renames")));
	return (Datum) 0;
}

Datum
migrate_check(PG_FUNCTION_ARGS)
{
	List	   *steps;

	mig_gate_primary("migrate.check");
	steps = mig_difference_plan("live", "model", NIL);
	if (steps != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_DRIFT),
				 errmsg("New upgrade operations detected"),
				 errdetail("%s", mig_plan_script(steps)),
				 errhint("Store them with SELECT migrate.revision('...', autogenerate => true).")));
	PG_RETURN_TEXT_P(cstring_to_text("No new upgrade operations detected."));
}
