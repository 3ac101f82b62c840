/*
 * stamp.c
 *	  The doors to what moves nothing but the marks, or nothing at all: stamp,
 *	  plan.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "base/array.h"
#include "base/text.h"
#include "history/journal.h"
#include "run/gate.h"
#include "run/lock.h"
#include "run/upgrade.h"

PG_FUNCTION_INFO_V1(migrate_stamp);
PG_FUNCTION_INFO_V1(migrate_stamp_all);
PG_FUNCTION_INFO_V1(migrate_plan);

/* Puts steps into the result, with no elapsed time. */
static void
put_steps(FunctionCallInfo fcinfo, const MigGraph *graph, const MigSteps *steps)
{
	ReturnSetInfo *result;
	ListCell   *lc;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	foreach(lc, steps->revs)
	{
		const MigRevision *rev = graph->revs[lfirst_int(lc)];
		Datum		values[] = {
			CStringGetTextDatum(mig_direction_names[steps->direction]),
			CStringGetTextDatum(rev->id),
			CStringGetTextDatum(rev->message),
			(Datum) 0
		};
		bool		nulls[] = {false, false, false, true};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

/* NOTICE "Running stamp a, b -> c, message" for each step. */
static void
announce(const MigGraph *graph, const MigSteps *steps)
{
	List	   *leaving = NIL;
	ListCell   *lc;

	foreach(lc, list_difference_int(steps->before, steps->after))
		leaving = lappend(leaving, unconstify(char *, mig_history_id(graph, lfirst_int(lc))));
	foreach(lc, steps->revs)
	{
		const MigRevision *rev = graph->revs[lfirst_int(lc)];

		if (list_member_int(steps->after, lfirst_int(lc)))
			ereport(NOTICE,
					(errmsg("Running stamp %s -> %s, %s", mig_text_join(leaving, ", "),
							rev->id, rev->message)));
		else
			ereport(NOTICE, (errmsg("Running stamp %s ->", rev->id)));
	}
}

static Datum
stamp(FunctionCallInfo fcinfo, List *targets)
{
	bool		purge = !PG_ARGISNULL(1) && PG_GETARG_BOOL(1);
	MigStand	stand;
	MigSteps   *steps;

	mig_gate_writable("migrate.stamp");
	mig_upgrade_refuse_nested("migrate.stamp");
	mig_lock_guard();
	stand = mig_history_read_stand(MIG_DATABASE, true);
	if (!purge)
		mig_history_check_marks(&stand);
	steps = mig_history_stamp(stand.graph, stand.marks, targets, purge);
	if (stand.unknown != NIL || !equal(steps->before, steps->after))
	{
		mig_upgrade_check_snapshot(&stand);
		announce(stand.graph, steps);
		mig_history_write_stamp(&stand, steps);
	}
	put_steps(fcinfo, stand.graph, steps);
	return (Datum) 0;
}

Datum
migrate_stamp(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the target must not be null")));
	return stamp(fcinfo, list_make1(text_to_cstring(PG_GETARG_TEXT_PP(0))));
}

Datum
migrate_stamp_all(PG_FUNCTION_ARGS)
{
	List	   *targets;

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the targets must not be null")));
	targets = mig_array_members(PG_GETARG_DATUM(0), "targets");
	return stamp(fcinfo, targets ? targets : list_make1("base"));
}

Datum
migrate_plan(PG_FUNCTION_ARGS)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	char	   *target;

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the target must not be null")));
	target = text_to_cstring(PG_GETARG_TEXT_PP(0));
	mig_history_check_marks(&stand);
	put_steps(fcinfo, stand.graph,
			  !PG_ARGISNULL(1) && PG_GETARG_BOOL(1)
			  ? mig_history_downgrade(stand.graph, stand.marks, target)
			  : mig_history_upgrade(stand.graph, stand.marks, target));
	return (Datum) 0;
}
