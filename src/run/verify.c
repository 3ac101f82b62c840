/*
 * verify.c
 *	  Verify scripts: what must hold after an upgrade.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/tuptable.h"

#include "base/exec.h"
#include "base/subxact.h"
#include "run/verify.h"

static void
startup(DestReceiver *self, int operation, TupleDesc desc)
{
}

static bool
receive(TupleTableSlot *slot, DestReceiver *self)
{
	TupleDesc	desc = slot->tts_tupleDescriptor;
	bool		isnull;
	Datum		value;

	if (desc->natts != 1 || TupleDescAttr(desc, 0)->atttypid != BOOLOID)
		return true;
	value = slot_getattr(slot, 1, &isnull);
	if (isnull || !DatumGetBool(value))
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("verification failed"),
				 errdetail("A query of the verify script gave %s.", isnull ? "NULL" : "false"),
				 errhint("A query of one boolean column must give true in every row.")));
	return true;
}

static void
shutdown(DestReceiver *self)
{
}

static DestReceiver judge = {receive, startup, shutdown, shutdown, DestNone};

static void
run(void *arg)
{
	MigExec		how = {PROCESS_UTILITY_QUERY, &judge};

	mig_exec_run(arg, &how);
}

void
mig_verify_run(const MigCut *cut)
{
	mig_subxact_run(run, unconstify(MigCut *, cut), false);
}
