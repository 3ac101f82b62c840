/*
 * txn.c
 *	  Transactions of a procedure that commits.
 */
#include "postgres.h"

#include "access/xact.h"
#include "nodes/parsenodes.h"
#include "tcop/pquery.h"
#include "utils/portal.h"

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
			 errdetail("It commits after each revision, which a transaction block, a function, DO, a pipeline and a string of several statements do not allow."),
			 errhint("CALL it by itself with autocommit on, or use %s, which runs in the transaction that is open.", instead)));
}

void
mig_txn_next(void)
{
	MemoryContext cxt = CurrentMemoryContext;

	ForgetPortalSnapshots();
	CommitTransactionCommand();
	StartTransactionCommand();
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
	StartTransactionCommand();
	MemoryContextSwitchTo(cxt);
	return error;
}
