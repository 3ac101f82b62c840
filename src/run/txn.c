/*
 * txn.c
 *	  Transactions of a procedure that commits.
 */
#include "postgres.h"

#include "access/xact.h"
#include "nodes/parsenodes.h"
#include "parser/analyze.h"
#include "pgstat.h"
#include "tcop/pquery.h"
#include "tcop/tcopprot.h"
#include "utils/portal.h"
#include "utils/snapmgr.h"

#include "base/compat.h"
#include "base/script.h"
#include "base/spi.h"
#include "run/txn.h"

void
mig_txn_require_toplevel(FunctionCallInfo fcinfo, const char *command, const char *instead)
{
	const CallContext *call = (const CallContext *) fcinfo->context;

	if (call != NULL && IsA(call, CallContext) && !call->atomic &&
		!mig_spi_in_procedure() && !(MyXactFlags & XACT_FLAGS_PIPELINING))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_ACTIVE_SQL_TRANSACTION),
			 errmsg("%s cannot run inside a transaction", command),
			 errdetail("It commits on its way, which a transaction block, a function, DO, a pipeline and a string of several statements do not allow."),
			 errhint("CALL it by itself with autocommit on, or use %s, which runs in the transaction that is open.", instead)));
}

void
mig_txn_next(void)
{
	MemoryContext cxt = CurrentMemoryContext;

	ForgetPortalSnapshots();
	CommitTransactionCommand();
	mig_spi_start_transaction();
	MemoryContextSwitchTo(cxt);
}

ErrorData *
mig_txn_recover(MemoryContext cxt)
{
	ErrorData  *error;

	MemoryContextSwitchTo(cxt);
	error = CopyErrorData();
	FlushErrorState();
	AbortOutOfAnyTransaction();
	ActivePortal->portalSnapshot = NULL;
	mig_spi_start_transaction();
	MemoryContextSwitchTo(cxt);
	return error;
}

void
mig_txn_call(const char *call)
{
	MemoryContext cxt = CurrentMemoryContext;
	RawStmt    *raw;
	List	   *plans;
	Portal		portal;

	debug_query_string = call;
	SetCurrentStatementStartTimestamp();
	StartTransactionCommand();
	pgstat_report_activity(STATE_RUNNING, call);
	MemoryContextSwitchTo(cxt);
	raw = mig_script_parse(call);
	PushActiveSnapshot(GetTransactionSnapshot());
	plans = pg_plan_queries(pg_analyze_and_rewrite_fixedparams(raw, call, NULL, 0, NULL),
							call, CURSOR_OPT_PARALLEL_OK, NULL);
	PopActiveSnapshot();

	portal = CreatePortal("", true, true);
	portal->visible = false;
	PortalDefineQuery(portal, NULL, call, CMDTAG_CALL, plans, NULL);
	PortalStart(portal, NULL, 0, InvalidSnapshot);
	mig_compat_portal_run(portal, FETCH_ALL, true, None_Receiver);
	PortalDrop(portal, false);
	CommitTransactionCommand();
	pgstat_report_activity(STATE_IDLE, NULL);
}
