/*
 * worker.c
 *	  Background workers that work for a session: requests go to them, replies
 *	  come back.
 *
 * As with parallel workers, the server's own code carries settings over, and
 * errors and notices back.
 */
#include "postgres.h"

#include "access/xact.h"
#include "libpq/pqformat.h"
#include "libpq/pqmq.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "postmaster/bgworker.h"
#include "storage/dsm.h"
#include "storage/ipc.h"
#include "storage/proc.h"
#include "storage/shm_mq.h"
#include "storage/shm_toc.h"
#include "tcop/tcopprot.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timeout.h"

#include "base/compat.h"
#include "base/worker.h"

#define MAGIC		0x4d494757
#define QUEUE_SIZE	(256 * 1024)

/* What is where in the segment. */
enum
{
	KEY_WHO,
	KEY_SETTINGS,
	KEY_REQUESTS,
	KEY_REPLIES
};

/* Whom a worker works for. */
typedef struct Who
{
	Oid			database;
	Oid			user;			/* the session's */
	Oid			role;			/* SET ROLE; or the user */
	bool		superuser;		/* the role is one */
} Who;

struct MigWorker
{
	dsm_segment *segment;
	BackgroundWorkerHandle *handle;
	shm_mq_handle *requests;
	shm_mq_handle *replies;
};

/* The message of a worker that is not of the server's protocol. */
#define MESSAGE_REPLY	'd'

/* The segment's parts, as far as the session writes them. */
static dsm_segment *
make_segment(Oid database, shm_mq **requests, shm_mq **replies)
{
	Size		settings = EstimateGUCStateSpace();
	shm_toc_estimator estimate;
	dsm_segment *segment;
	shm_toc    *toc;
	Who		   *who;
	void	   *state;

	shm_toc_initialize_estimator(&estimate);
	shm_toc_estimate_chunk(&estimate, sizeof(Who));
	shm_toc_estimate_chunk(&estimate, settings);
	shm_toc_estimate_chunk(&estimate, QUEUE_SIZE);
	shm_toc_estimate_chunk(&estimate, QUEUE_SIZE);
	shm_toc_estimate_keys(&estimate, 4);
	segment = dsm_create(shm_toc_estimate(&estimate), 0);
	toc = shm_toc_create(MAGIC, dsm_segment_address(segment), shm_toc_estimate(&estimate));

	who = shm_toc_allocate(toc, sizeof(Who));
	*who = (Who) {database, GetSessionUserId(), GetOuterUserId(), superuser_arg(GetOuterUserId())};
	shm_toc_insert(toc, KEY_WHO, who);
	state = shm_toc_allocate(toc, settings);
	SerializeGUCState(settings, state);
	shm_toc_insert(toc, KEY_SETTINGS, state);
	*requests = shm_mq_create(shm_toc_allocate(toc, QUEUE_SIZE), QUEUE_SIZE);
	shm_toc_insert(toc, KEY_REQUESTS, *requests);
	*replies = shm_mq_create(shm_toc_allocate(toc, QUEUE_SIZE), QUEUE_SIZE);
	shm_toc_insert(toc, KEY_REPLIES, *replies);
	return segment;
}

static void
check_startable(void)
{
	if (GetUserId() != GetOuterUserId())
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("cannot start a background worker in a function with SECURITY DEFINER"),
				 errdetail("The worker would have the rights of the session's role, not those of the function's owner."),
				 errhint("Call this outside the function.")));
}

MigWorker *
mig_worker_start(const char *function, const char *name, Oid database)
{
	MigWorker  *worker = palloc0(sizeof(MigWorker));
	BackgroundWorker start = {.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION,
		.bgw_start_time = BgWorkerStart_ConsistentState,
		.bgw_restart_time = BGW_NEVER_RESTART,
	.bgw_notify_pid = MyProcPid};
	shm_mq	   *requests;
	shm_mq	   *replies;

	check_startable();
	worker->segment = make_segment(database, &requests, &replies);
	strlcpy(start.bgw_library_name, "migrate", sizeof(start.bgw_library_name));
	strlcpy(start.bgw_function_name, function, BGW_MAXLEN);
	strlcpy(start.bgw_name, name, BGW_MAXLEN);
	strlcpy(start.bgw_type, name, BGW_MAXLEN);
	start.bgw_main_arg = UInt32GetDatum(dsm_segment_handle(worker->segment));
	if (!RegisterDynamicBackgroundWorker(&start, &worker->handle))
		ereport(ERROR,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("could not start a background worker"),
				 errdetail("All slots for background workers are in use."),
				 errhint("Increase \"max_worker_processes\".")));

	shm_mq_set_sender(requests, MyProc);
	shm_mq_set_receiver(replies, MyProc);
	worker->requests = shm_mq_attach(requests, worker->segment, worker->handle);
	worker->replies = shm_mq_attach(replies, worker->segment, worker->handle);
	return worker;
}

static void
refuse_ended(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_ADMIN_SHUTDOWN),
			 errmsg("the background worker has ended"),
			 errdetail("It ended before it had answered."),
			 errhint("The server's log says why.")));
}

/* An error of the worker is one of ours; its end need not be. */
static void
pass_on(StringInfo message)
{
	ErrorData	error;

	pq_parse_errornotice(message, &error);
	error.elevel = Min(error.elevel, ERROR);
	ThrowErrorData(&error);
}

StringInfo
mig_worker_ask(MigWorker *worker, StringInfo request)
{
	StringInfo	message = makeStringInfo();

	/* One that has ended has said why, which is read below. */
	(void) shm_mq_send(worker->requests, request->len, request->data, false, true);
	for (;;)
	{
		Size		length;
		void	   *data;

		if (shm_mq_receive(worker->replies, &length, &data, false) != SHM_MQ_SUCCESS)
			refuse_ended();
		resetStringInfo(message);
		appendBinaryStringInfo(message, data, length);
		if (pq_getmsgbyte(message) == MESSAGE_REPLY)
			return message;
		pass_on(message);
	}
}

void
mig_worker_release(MigWorker *worker)
{
	dsm_detach(worker->segment);
}

void
mig_worker_stop(MigWorker *worker)
{
	mig_worker_release(worker);
	(void) WaitForBackgroundWorkerShutdown(worker->handle);
}

/* Of the worker that this process is. */
static shm_toc *own_toc;
static shm_mq_handle *own_replies;

void
mig_worker_reset_settings(void)
{
	RestoreGUCState(shm_toc_lookup(own_toc, KEY_SETTINGS, false));
	SetClientEncoding(GetDatabaseEncoding());
}

/* Attaches to the queues first: from then on errors are heard. */
static shm_mq_handle *
attach(dsm_handle handle)
{
	dsm_segment *segment = dsm_attach(handle);
	shm_mq	   *requests;
	shm_mq	   *replies;

	if (segment == NULL)
		proc_exit(0);
	own_toc = shm_toc_attach(MAGIC, dsm_segment_address(segment));
	requests = shm_toc_lookup(own_toc, KEY_REQUESTS, false);
	replies = shm_toc_lookup(own_toc, KEY_REPLIES, false);
	shm_mq_set_receiver(requests, MyProc);
	shm_mq_set_sender(replies, MyProc);
	own_replies = shm_mq_attach(replies, segment, NULL);
	pq_redirect_to_shm_mq(segment, own_replies);
	return shm_mq_attach(requests, segment, NULL);
}

static void
connect_as_session(void)
{
	const Who  *who = shm_toc_lookup(own_toc, KEY_WHO, false);

	BackgroundWorkerInitializeConnectionByOid(who->database, who->user, MIG_COMPAT_ANY_ROLE);
	StartTransactionCommand();
	mig_worker_reset_settings();
	if (who->role != who->user)
		SetCurrentRoleId(who->role, who->superuser);
	CommitTransactionCommand();
}

static void
answer(void (*handle) (StringInfo request, StringInfo reply), StringInfo request, MemoryContext cxt)
{
	StringInfoData reply;

	initStringInfo(&reply);
	appendStringInfoChar(&reply, MESSAGE_REPLY);
	SetCurrentStatementStartTimestamp();
	StartTransactionCommand();
	MemoryContextSwitchTo(cxt);
	handle(request, &reply);
	CommitTransactionCommand();
	disable_timeout(STATEMENT_TIMEOUT, false);
	(void) shm_mq_send(own_replies, reply.len, reply.data, false, true);
}

/* Tells the session of an error, and is ready for the next request. */
static void
answer_with_error(void)
{
	HOLD_INTERRUPTS();
	EmitErrorReport();
	AbortCurrentTransaction();
	FlushErrorState();
	RESUME_INTERRUPTS();
}

/* Memory of a request outlives transactions: handling it may take several. */
static void
serve_one(void (*handle) (StringInfo request, StringInfo reply), const void *data, Size length,
		  MemoryContext cxt)
{
	StringInfoData request;

	MemoryContextSwitchTo(cxt);
	initStringInfo(&request);
	appendBinaryStringInfo(&request, data, length);
	PG_TRY();
	{
		answer(handle, &request, cxt);
	}
	PG_CATCH();
	{
		answer_with_error();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(TopMemoryContext);
	MemoryContextReset(cxt);
}

void
mig_worker_serve(Datum segment, void (*handle) (StringInfo request, StringInfo reply))
{
	MemoryContext cxt;
	shm_mq_handle *requests;
	Size		length;
	void	   *data;

	pqsignal(SIGTERM, die);
	BackgroundWorkerUnblockSignals();
	requests = attach(DatumGetUInt32(segment));
	connect_as_session();

	cxt = AllocSetContextCreate(TopMemoryContext, "migrate request", ALLOCSET_DEFAULT_SIZES);
	while (shm_mq_receive(requests, &length, &data, false) == SHM_MQ_SUCCESS)
		serve_one(handle, data, length, cxt);
}
