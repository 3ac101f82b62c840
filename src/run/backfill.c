/*
 * backfill.c
 *	  Updates a large table in batches that commit.
 *
 * Each batch is a piece of the primary key, and is recorded in the transaction
 * that changes its rows: it is never done twice, nor left out.  As a statement
 * of a revision, the last transaction is left open, so that the end of the
 * backfill and the statement's entry in the journal are committed as one.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "base/exec.h"
#include "base/restore.h"
#include "base/script.h"
#include "base/settings.h"
#include "base/spi.h"
#include "history/progress.h"
#include "run/backfill.h"
#include "run/blockers.h"
#include "run/gate.h"
#include "run/keyset.h"
#include "run/lock.h"
#include "run/patience.h"
#include "run/presence.h"
#include "run/txn.h"

/* How often the lag of replicas is looked at, in milliseconds. */
#define LOOK_EVERY 500

/* A backfill under way.  It and all that it points to survive commits. */
typedef struct Work
{
	MemoryContext cxt;
	const MigBackfill *what;
	bool		nested;			/* a statement of a revision */
	MigKeyset  *keys;
	const char *update;			/* "UPDATE t SET ..." */
	const char *run;			/* NULL: it has not begun */
	MigPlace	place;
	MigBatch	batch;			/* how far it is */
	int64		changed;		/* by the last batch */
	bool		finished;
} Work;

static Node *
parse_one(const char *what, const char *sql)
{
	const MigCut *cut = mig_script_cut(what, sql);

	if (cut->nstmts != 1)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("%s is not one expression", what)));
	return mig_script_parse(mig_script_text(cut, &cut->stmts[0]))->stmt;
}

static void
check_assignments(const Work *work)
{
	const char *what = "the set expression of the backfill";
	UpdateStmt *stmt = castNode(UpdateStmt, parse_one(what, psprintf("%sWHERE true", work->update)));
	ListCell   *lc;

	if (stmt->fromClause != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("%s has more than assignments", what),
				 errhint("Read other tables in subqueries.")));
	foreach(lc, stmt->targetList)
	{
		const char *column = lfirst_node(ResTarget, lc)->name;

		if (mig_keyset_has(work->keys, column))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a backfill cannot change column %s of the primary key", quote_identifier(column)),
					 errdetail("It goes along the primary key.")));
	}
}

/* Both with the parentheses and without: so it cannot close them. */
static void
check_condition(const char *condition)
{
	(void) parse_one("the condition of the backfill", psprintf("SELECT WHERE\n%s\n", condition));
	(void) parse_one("the condition of the backfill", psprintf("SELECT WHERE (\n%s\n)", condition));
}

/* What it does, for people, and to be known by when it is called again. */
static char *
describe(const Work *work)
{
	return psprintf("%s SET %s%s%s", work->keys->table, work->what->assignments,
					work->what->condition ? " WHERE " : "", work->what->condition ? work->what->condition : "");
}

static void
check(Work *work)
{
	if (work->what->batch_size < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the batch size must be at least 1")));
	if (work->what->pause < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the pause must not be negative")));
	work->keys = mig_keyset_open(work->what->table);
	work->update = psprintf("UPDATE %s SET\n%s\n", work->keys->table, work->what->assignments);
	check_assignments(work);
	if (work->what->condition != NULL)
		check_condition(work->what->condition);
}

/* Counts the rows of a result. */
typedef struct Counter
{
	DestReceiver pub;
	int64		rows;
} Counter;

static bool
count_row(TupleTableSlot *slot, DestReceiver *self)
{
	((Counter *) self)->rows++;
	return true;
}

static void
count_startup(DestReceiver *self, int operation, TupleDesc desc)
{
}

static void
count_end(DestReceiver *self)
{
}

/* Changes the rows up to a place; returns how many. */
static int64
update_to(const Work *work, const MigPlace *to)
{
	Counter		counter = {{count_row, count_startup, count_end, count_end, DestNone}, 0};
	MigExec		how = {PROCESS_UTILITY_QUERY, &counter.pub};
	const char *condition = work->what->condition;
	const char *sql = psprintf("%sWHERE %s%s%s%s RETURNING 1", work->update,
							   mig_keyset_between(work->keys, &work->place, to),
							   condition ? " AND (\n" : "", condition ? condition : "", condition ? "\n)" : "");

	(void) mig_exec_run(mig_script_cut(psprintf("backfill of %s", work->keys->table), sql), &how);
	return counter.rows;
}

static void
keep_place(Work *work, const MigPlace *to)
{
	work->place.values = MemoryContextStrdup(work->cxt, to->values);
	work->batch.position = work->place.json = MemoryContextStrdup(work->cxt, to->json);
}

/* One batch, committed; or the end of it all. */
static void
run_batch(Work *work)
{
	MigPlace	to;
	MigBatch	batch = work->batch;
	int64		rows;
	int64		changed;

	EnsurePortalSnapshotExists();
	to = mig_keyset_next(work->keys, &work->place, work->what->batch_size, &rows);
	if (rows == 0)
	{
		work->finished = true;
		return;
	}
	changed = update_to(work, &to);
	batch.position = to.json;
	batch.done += rows;
	batch.changed += changed;
	mig_progress_batch(work->run, &batch, work->keys->rows);
	mig_txn_next();

	work->batch = batch;
	work->changed = changed;
	keep_place(work, &to);
}

/* Returns the error that undid the batch, or NULL. */
static ErrorData *
try_batch(Work *work)
{
	MemoryContext attempt = AllocSetContextCreate(work->cxt, "migrate batch", ALLOCSET_DEFAULT_SIZES);
	ErrorData  *volatile error = NULL;

	PG_TRY();
	{
		MemoryContextSwitchTo(attempt);
		run_batch(work);
	}
	PG_CATCH();
	{
		error = mig_txn_recover(work->cxt);
	}
	PG_END_TRY();

	MemoryContextSwitchTo(work->cxt);
	MemoryContextDelete(attempt);
	if (error != NULL)
	{
		EnsurePortalSnapshotExists();
		mig_blockers_tell(error);
		mig_txn_next();
	}
	return error;
}

/* How much of the WAL the replica that has the least has not got, in bytes. */
static int64
replication_lag(void)
{
	MigRows    *rows = mig_spi_query(
		"SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), l.reached)), 0)::bigint"
		" FROM (SELECT r.replay_lsn FROM pg_stat_replication r WHERE r.state IN ('catchup', 'streaming')"
		"	UNION ALL SELECT coalesce(s.confirmed_flush_lsn, s.restart_lsn) FROM pg_replication_slots s"
		"	WHERE s.active AND NOT s.temporary) l (reached)", NULL);

	return pg_strtoint64(mig_cell(rows, 0, 0));
}

static void
wait_for_replicas(void)
{
	while (mig_max_replication_lag > 0)
	{
		int64		lag;

		EnsurePortalSnapshotExists();
		lag = replication_lag();
		mig_txn_next();
		if (lag <= (int64) mig_max_replication_lag * 1024)
			return;
		mig_patience_sleep("replicas to catch up", LOOK_EVERY);
	}
}

static void
run_batches(Work *work)
{
	int			tries = 0;

	while (!work->finished)
	{
		ErrorData  *error;

		mig_lock_set_timeout(true);
		error = try_batch(work);
		if (error == NULL)
		{
			tries = 0;
			if (work->changed > 0 && !work->finished)
			{
				wait_for_replicas();
				mig_patience_sleep("the pause between two batches", work->what->pause);
			}
			continue;
		}
		if (!mig_patience_left(error, tries))
			ReThrowError(error);
		mig_patience_pause(tries++);
	}
}

static void
begin(Work *work)
{
	const char *target = describe(work);

	mig_progress_sweep_runs();
	work->batch = mig_progress_last_batch(target);
	if (work->batch.position != NULL)
	{
		work->place = mig_keyset_place(work->keys, work->batch.position);
		ereport(NOTICE,
				(errmsg("the backfill of %s goes on after " INT64_FORMAT " rows", work->keys->table, work->batch.done)));
	}
	work->run = mig_progress_begin_run("backfill", target, 0);
	mig_presence_begin(work->run);
	mig_progress_batch(work->run, &work->batch, work->keys->rows);
	mig_restore_remember("lock_timeout");
	mig_txn_next();
}

static void
record_failure(const Work *work, const ErrorData *error)
{
	EnsurePortalSnapshotExists();
	mig_progress_end_run(work->run, unpack_sql_state(error->sqlerrcode), error->message ? error->message : "");
}

static void
clean_up(const Work *work, const ErrorData *error)
{
	PG_TRY();
	{
		if (!work->nested)
			mig_restore_all();
		if (error != NULL && work->run != NULL)
			record_failure(work, error);
	}
	PG_FINALLY();
	{
		if (work->run != NULL)
			mig_presence_end(work->run);
		mig_lock_backfill_release(work->what->table);
	}
	PG_END_TRY();
	if (error != NULL)
		mig_txn_next();
}

static void
finish(const Work *work)
{
	EnsurePortalSnapshotExists();
	mig_progress_end_run(work->run, NULL, NULL);
	ereport(NOTICE,
			(errmsg("backfilled %s: " INT64_FORMAT " of " INT64_FORMAT " rows changed",
					work->keys->table, work->batch.changed, work->batch.done)));
}

static void
run_all(Work *work)
{
	ErrorData  *volatile error = NULL;

	PG_TRY();
	{
		begin(work);
		run_batches(work);
		finish(work);
	}
	PG_CATCH();
	{
		error = mig_txn_recover(work->cxt);
	}
	PG_END_TRY();

	clean_up(work, error);
	if (error != NULL)
		ReThrowError(error);
}

void
mig_backfill_run(const MigBackfill *backfill)
{
	MemoryContext cxt = AllocSetContextCreate(PortalContext, "migrate backfill", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	Work		work = {.cxt = cxt,.what = backfill,.nested = mig_presence_busy()};

	mig_gate_writable("migrate.backfill");
	check(&work);
	mig_lock_backfill(backfill->table);
	run_all(&work);
	MemoryContextSwitchTo(old);
}
