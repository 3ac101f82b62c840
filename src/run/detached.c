/*
 * detached.c
 *	  Runs in a background worker: they begin when their caller commits, and go
 *	  on when it is gone.
 *
 * The worker is told the run and the transaction that writes its row: it waits
 * for the end of that one, and what it then finds in the row is what it is to do.
 */
#include "postgres.h"

#include "access/xact.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/lmgr.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "base/text.h"
#include "base/worker.h"
#include "history/journal.h"
#include "history/progress.h"
#include "run/detached.h"
#include "run/gate.h"
#include "run/leg.h"
#include "run/presence.h"
#include "run/txn.h"

extern PGDLLEXPORT void migrate_detached_main(Datum segment);

/* What this process, a worker, has been told. */
static struct
{
	char	   *run;			/* NULL: nothing yet */
	TransactionId writer;		/* of its row */
}			order;

/* A worker that knows what it will do, and is seen to be there. */
static void
start_worker(const char *run)
{
	MigWorker  *worker = mig_worker_start("migrate_detached_main", "migrate run", MyDatabaseId);
	StringInfoData request;

	initStringInfo(&request);
	pq_sendint32(&request, GetTopTransactionId());
	appendBinaryStringInfo(&request, run, strlen(run));
	(void) mig_worker_ask(worker, &request);
	mig_worker_release(worker);
}

char *
mig_detached_start(const char *command, MigDirection direction, const char *target)
{
	MigStand	stand;
	char	   *run;

	mig_gate_writable(command);
	stand = mig_history_read_stand(MIG_DATABASE, true);
	(void) mig_leg_find_steps(&stand, direction, target);
	run = mig_progress_open(direction == MIG_UPGRADE ? "deploy" : "rollback", target);
	start_worker(run);
	return run;
}

static void
refuse_unknown(const char *run)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("there is no run %s", run),
			 errhint("SELECT * FROM migrate.runs shows them.")));
}

bool
mig_detached_cancel(const char *run)
{
	int			pid = mig_presence_process(run);

	if (pid == 0 && mig_progress_outcome(run).outcome == NULL)
		refuse_unknown(run);
	return pid != 0 && DatumGetBool(DirectFunctionCall1(pg_cancel_backend, Int32GetDatum(pid)));
}

static void
raise_failure(const char *run, const MigOutcome *outcome)
{
	const char *state = outcome->sqlstate;

	ereport(ERROR,
			(errcode(MAKE_SQLSTATE(state[0], state[1], state[2], state[3], state[4])),
			 errmsg("run %s failed: %s", run, outcome->error ? outcome->error : ""),
			 errhint("SELECT * FROM migrate.log shows how far it came; migrate.deploy or migrate.deploy_async goes on there.")));
}

static void
raise_interrupted(const char *run)
{
	ereport(ERROR,
			(errcode(ERRCODE_OPERATOR_INTERVENTION),
			 errmsg("run %s was interrupted", run),
			 errdetail("No process is at work on it any more."),
			 errhint("migrate.deploy or migrate.deploy_async goes on where it stopped.")));
}

/* Has the run ended?  Raises an error when it did not end well. */
static bool
has_ended(const char *run)
{
	MigOutcome	outcome;

	EnsurePortalSnapshotExists();
	outcome = mig_progress_outcome(run);
	if (outcome.outcome == NULL)
		refuse_unknown(run);
	if (strcmp(outcome.outcome, "failed") == 0)
		raise_failure(run, &outcome);
	if (strcmp(outcome.outcome, "interrupted") == 0)
		raise_interrupted(run);
	return strcmp(outcome.outcome, "done") == 0;
}

void
mig_detached_wait(const char *run)
{
	while (!has_ended(run))
	{
		bool		alive = mig_presence_process(run) != 0;

		/* A run may wait for the snapshots of others. */
		mig_txn_next();
		InvalidateCatalogSnapshot();
		if (alive)
			mig_presence_await(run);
		else if (has_ended(run))	/* in between */
			return;
		else
			raise_interrupted(run);
	}
}

static void
take_order(StringInfo request, StringInfo reply)
{
	order.writer = pq_getmsgint(request, 4);
	order.run = MemoryContextStrdup(TopMemoryContext, pq_getmsgbytes(request, request->len - request->cursor));
	mig_presence_begin(order.run);
}

/* Waits for the caller's end, and reads what it has left. */
static bool
take_over(MigRun *run)
{
	MemoryContext cxt = CurrentMemoryContext;
	bool		found;

	StartTransactionCommand();
	/* The caller may take its time. */
	(void) set_config_option("lock_timeout", "0", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0, false);
	XactLockTableWait(order.writer, NULL, NULL, XLTW_None);
	CommitTransactionCommand();

	StartTransactionCommand();
	MemoryContextSwitchTo(cxt);
	PushActiveSnapshot(GetTransactionSnapshot());
	found = mig_progress_read(order.run, run);
	PopActiveSnapshot();
	CommitTransactionCommand();
	MemoryContextSwitchTo(cxt);
	return found;
}

/* What the run itself has not said of its end. */
static void
end_run(const ErrorData *error)
{
	StartTransactionCommand();
	PushActiveSnapshot(GetTransactionSnapshot());
	mig_progress_end_run(order.run, error ? unpack_sql_state(error->sqlerrcode) : NULL,
						 error ? error->message : NULL);
	PopActiveSnapshot();
	CommitTransactionCommand();
}

static void
perform(const MigRun *run)
{
	MemoryContext cxt = CurrentMemoryContext;

	PG_TRY();
	{
		mig_progress_adopt(order.run);
		mig_txn_call(psprintf("CALL migrate.%s(%s)", run->command, mig_text_literal(run->target)));
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(cxt);
		error = CopyErrorData();
		EmitErrorReport();
		FlushErrorState();
		AbortOutOfAnyTransaction();
		end_run(error);
		proc_exit(1);
	}
	PG_END_TRY();
	end_run(NULL);
}

void
migrate_detached_main(Datum segment)
{
	MigRun		run;

	/* Until the caller has let go of this process. */
	mig_worker_serve(segment, take_order);
	if (order.run == NULL)
		return;
	MemoryContextSwitchTo(AllocSetContextCreate(TopMemoryContext, "migrate run", ALLOCSET_DEFAULT_SIZES));
	if (take_over(&run))
		perform(&run);
}
