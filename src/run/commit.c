/*
 * commit.c
 *	  Steps that commit, each on its own.
 *
 * Everything that lives across a commit is in a child of the portal's memory
 * context.  The guard is a lock of the session, and settings are set for the
 * session: both are put back on every path out of here, before the error, if
 * any, goes on.
 */
#include "postgres.h"

#include "access/xact.h"
#include "miscadmin.h"
#include "tcop/pquery.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/portal.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "base/exec.h"
#include "base/restore.h"
#include "base/settings.h"
#include "history/progress.h"
#include "history/revision.h"
#include "run/blockers.h"
#include "run/commit.h"
#include "run/gate.h"
#include "run/leg.h"
#include "run/lock.h"
#include "run/patience.h"
#include "run/preflight.h"
#include "run/presence.h"
#include "run/resume.h"
#include "run/review.h"
#include "run/txn.h"
#include "run/verify.h"

/* A run.  It and all that it points to survive commits. */
typedef struct Deployment
{
	MemoryContext cxt;
	MigDirection direction;
	const char *run;			/* its uuid; NULL: it has not begun */
	int			step;			/* the number of the current one; 0: none yet */
	MigLeg	   *leg;			/* the current one */
	MigResume	resume;			/* how far its script came */
} Deployment;

static MigSteps *
find_steps(const Deployment *d, const char *target, MigStand *stand)
{
	*stand = mig_history_read_stand(MIG_DATABASE, true);
	return mig_leg_find_steps(stand, d->direction, target);
}

static List *
prepare(const Deployment *d, const char *target)
{
	MigStand	stand;
	MigSteps   *steps = find_steps(d, target, &stand);
	List	   *legs = mig_leg_list(stand.graph, steps);

	if (legs != NIL)
		mig_history_check_digests(MIG_DATABASE);
	mig_gate_cut(legs);
	mig_review_legs(legs);
	return legs;
}

/* The step is done: where the database stands now, and the journal. */
static void
record(Deployment *d)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	int			rev = mig_history_lookup(stand.graph, d->leg->revision);
	MigSteps	steps = {d->direction, list_make1_int(rev), stand.marks, NIL};
	MigWalk    *walk = mig_history_walk_begin(stand.graph, &steps);
	MigEntry	entry = {rev, d->leg->started + d->leg->elapsed, d->leg->elapsed};

	mig_history_walk_step(walk, rev);
	mig_history_move(&stand, MIG_DATABASE, &entry, 1, mig_history_walk_marks(walk));
	mig_progress_done(d->run, d->step, d->leg->elapsed);
}

static void
run_transactional(Deployment *d)
{
	EnsurePortalSnapshotExists();
	mig_leg_run(d->leg);
	record(d);
}

static void
commit_context(void *arg)
{
	const MigLeg *leg = arg;

	errcontext("commit of revision %s, %s", leg->revision, mig_leg_direction(leg));
}

/* What was deferred until now may fail now. */
static void
commit_step(const Deployment *d)
{
	ErrorContextCallback callback = {error_context_stack, commit_context, d->leg};

	if (!mig_lock_session_keep())
		mig_presence_again(d->run);
	error_context_stack = &callback;
	mig_txn_next();
	error_context_stack = callback.previous;
}

static bool
before_statement(void *arg, const MigCut *cut, int number)
{
	Deployment *d = arg;

	mig_presence_statement(number);
	return mig_resume_before(&d->resume, cut, number);
}

static void
after_statement(void *arg, const MigCut *cut, int number)
{
	Deployment *d = arg;
	MigResume	resume = d->resume;

	mig_resume_after(&resume, cut, number);
	mig_progress_advance(d->run, d->step, number + 1, resume.digest);
	commit_step(d);
	/* Not before: a commit may fail, and the next try begins with this statement then. */
	d->resume = resume;
}

static void
run_statements(Deployment *d)
{
	MigExecHooks hooks = {before_statement, after_statement, d};

	mig_leg_announce(d->leg);
	d->leg->started = GetCurrentTimestamp();
	if (d->leg->cut != NULL)
		mig_exec_toplevel(d->leg->cut, d->resume.complete, &hooks);
	EnsurePortalSnapshotExists();
	if (d->leg->verify_cut != NULL)
		mig_verify_run(d->leg->verify_cut);
	d->leg->elapsed = GetCurrentTimestamp() - d->leg->started;
	record(d);
}

/* Runs the current step and commits; returns the error that undid it, or NULL. */
static ErrorData *
try_step(Deployment *d)
{
	MemoryContext attempt = AllocSetContextCreate(d->cxt, "migrate attempt", ALLOCSET_DEFAULT_SIZES);
	ErrorData  *volatile error = NULL;

	PG_TRY();
	{
		MemoryContextSwitchTo(attempt);
		if (d->leg->transactional)
			run_transactional(d);
		else
			run_statements(d);
		commit_step(d);
	}
	PG_CATCH();
	{
		error = mig_txn_recover(d->cxt);
	}
	PG_END_TRY();

	MemoryContextSwitchTo(d->cxt);
	MemoryContextDelete(attempt);
	if (error != NULL)
	{
		EnsurePortalSnapshotExists();
		mig_blockers_tell(error);
		mig_txn_next();
	}
	return error;
}

static void
run_step(Deployment *d, MigLeg *leg)
{
	d->leg = leg;
	d->step++;
	d->resume = mig_resume_find(d->direction, leg);
	mig_progress_begin(d->run, d->step, d->direction, leg->revision, leg->message,
					   leg->cut ? leg->cut->nstmts : 0);
	if (d->resume.complete > 0)
		mig_progress_advance(d->run, d->step, d->resume.complete, d->resume.digest);
	mig_txn_next();

	for (int attempt = 0;; attempt++)
	{
		ErrorData  *error;

		mig_lock_set_timeout(true);
		error = try_step(d);
		if (error == NULL)
			return;
		if (!mig_patience_left(error, attempt))
			ReThrowError(error);
		ereport(NOTICE,
				(errmsg("revision %s begins anew: %s", leg->revision, error->message),
				 errdetail("Try %d of %d.%s%s", attempt + 2, mig_lock_retries + 1,
						   error->detail ? " " : "", error->detail ? error->detail : "")));
		mig_patience_pause(attempt);
	}
}

/* Of statements, until mig_restore_all; that of locks is set for each try. */
static void
set_limits(void)
{
	mig_restore_remember("lock_timeout");
	mig_restore_remember("statement_timeout");
	if (mig_statement_timeout > 0)
		(void) set_config_option("statement_timeout", psprintf("%d", mig_statement_timeout),
								 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SET, true, 0, false);
}

static void
begin_run(Deployment *d, const char *target, int steps)
{
	d->run = mig_progress_begin_run(d->direction == MIG_UPGRADE ? "deploy" : "rollback", target, steps);
	mig_presence_begin(d->run);
}

static void
run_steps(Deployment *d, const char *target)
{
	List	   *legs;
	ListCell   *lc;

	/* Nobody waits for a snapshot of ours while we wait for the guard. */
	mig_txn_next();
	InvalidateCatalogSnapshot();
	mig_lock_session_guard();

	EnsurePortalSnapshotExists();
	legs = prepare(d, target);
	mig_progress_sweep();
	begin_run(d, target, list_length(legs));
	set_limits();
	mig_preflight_tell(legs);
	foreach(lc, legs)
		run_step(d, lfirst(lc));
	mig_progress_end_run(d->run, NULL, NULL);
}

/* What an error leaves behind: the end of the run, and of its step in the journal. */
static void
record_failure(const Deployment *d, const ErrorData *error)
{
	const char *message = error->message ? error->message : "";

	if (d->run == NULL)
		return;
	EnsurePortalSnapshotExists();
	/* Other details hold values of rows, which are not for all who read the log. */
	if (error->sqlerrcode == ERRCODE_LOCK_NOT_AVAILABLE && error->detail != NULL)
		message = psprintf("%s\n%s", message, error->detail);
	if (d->leg != NULL)
		mig_progress_failed(d->run, d->step, unpack_sql_state(error->sqlerrcode), message);
	mig_progress_end_run(d->run, unpack_sql_state(error->sqlerrcode), message);
}

static void
clean_up(const Deployment *d, ErrorData *error)
{
	PG_TRY();
	{
		/* By itself: what follows may fail, and would take it back. */
		mig_restore_all();
		mig_txn_next();
		if (error != NULL)
			record_failure(d, error);
	}
	PG_FINALLY();
	{
		if (d->run != NULL)
			mig_presence_end(d->run);
		mig_lock_session_release();
	}
	PG_END_TRY();
	mig_txn_next();
}

void
mig_commit_run(const char *command, MigDirection direction, const char *target)
{
	MemoryContext cxt = AllocSetContextCreate(PortalContext, "migrate deploy", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	Deployment	d = {cxt, direction};
	MigStand	stand;
	ErrorData  *volatile error = NULL;

	mig_gate_writable(command);
	mig_lock_refuse_nested();
	target = pstrdup(target);
	if (find_steps(&d, target, &stand)->revs == NIL)
	{
		/* One that was killed after its last step has nobody else to say so. */
		mig_progress_sweep_runs();
		MemoryContextSwitchTo(old);
		return;
	}

	PG_TRY();
	{
		run_steps(&d, target);
	}
	PG_CATCH();
	{
		error = mig_txn_recover(cxt);
	}
	PG_END_TRY();

	clean_up(&d, error);
	if (error != NULL)
		ReThrowError(error);
	MemoryContextSwitchTo(old);
}
