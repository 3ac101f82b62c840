/*
 * exec.c
 *	  Runs the statements of a script in the caller's transaction.
 *
 * SPI is not used for them: it would parse and plan the whole script at once,
 * find out late that a statement can't run, and keep all its memory.
 */
#include "postgres.h"

#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/execdesc.h"
#include "executor/executor.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "parser/analyze.h"
#include "pgstat.h"
#include "storage/proc.h"
#include "tcop/pquery.h"
#include "tcop/tcopprot.h"
#include "utils/backend_status.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timeout.h"

#include "base/compat.h"
#include "base/exec.h"
#include "base/restore.h"
#include "base/waits.h"

/* The longest part of a statement that CONTEXT repeats, in bytes. */
#define SHOWN_TEXT 1000

/* Where an execution is: what its errors tell. */
typedef struct Place
{
	const MigCut *cut;
	int			number;			/* of the statement, from 0 */
	const char *text;			/* its own */
} Place;

static void
show_text(const char *text)
{
	int			length = strlen(text);

	if (length <= SHOWN_TEXT)
		errcontext("SQL statement \"%s\"", text);
	else
		errcontext("SQL statement \"%.*s ...\"",
				   pg_mbcliplen(text, length, SHOWN_TEXT), text);
}

static void
error_context(void *arg)
{
	const Place *place = arg;
	const MigStmt *stmt = &place->cut->stmts[place->number];
	int			below = mig_script_reposition(place->text);

	if (below < 0)
		show_text(place->text);
	if (below <= 0)
		errcontext("%s, statement %d, line %d",
				   place->cut->what, place->number + 1, stmt->line);
	else
		errcontext("%s, statement %d, line %d (the error is at line %d)",
				   place->cut->what, place->number + 1, stmt->line, stmt->line + below);
}

/*
 * The functions below return whether the statement may have left events of
 * deferred constraints behind.  Of triggers, only the check of a foreign key that is
 * not deferrable surely leaves none.
 */
static bool
triggers_may_defer(const TriggerDesc *triggers)
{
	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];

		if (!trigger->tgisinternal || trigger->tgdeferrable ||
			RI_FKey_trigger_type(trigger->tgfoid) != RI_TRIGGER_FK)
			return true;
	}
	return false;
}

static bool
relations_may_defer(const List *relations)
{
	ListCell   *lc;

	foreach(lc, relations)
		if (triggers_may_defer(((ResultRelInfo *) lfirst(lc))->ri_TrigDesc))
			return true;
	return false;
}

static bool
plan_may_defer(const QueryDesc *desc)
{
	return desc->operation == CMD_SELECT ||
		relations_may_defer(desc->estate->es_opened_result_relations) ||
		relations_may_defer(desc->estate->es_tuple_routing_result_relations);
}

static bool
run_plan(PlannedStmt *plan, const char *text, const MigExec *how)
{
	QueryDesc  *desc = CreateQueryDesc(plan, text, GetActiveSnapshot(), InvalidSnapshot,
									   how->dest ? how->dest : None_Receiver, NULL, NULL, 0);
	bool		deferred;

	ExecutorStart(desc, 0);
	mig_compat_executor_run(desc, ForwardScanDirection, 0);
	ExecutorFinish(desc);
	deferred = plan_may_defer(desc);
	ExecutorEnd(desc);
	FreeQueryDesc(desc);
	return deferred;
}

static bool
run_utility(PlannedStmt *plan, const char *text, const MigExec *how)
{
	bool		deferred = mig_classify_statement(plan->utilityStmt) & MIG_STMT_DATA;

	ProcessUtility(plan, text, false, how->context, NULL, NULL,
				   how->dest ? how->dest : None_Receiver, NULL);
	return deferred;
}

static bool
run_planned(PlannedStmt *plan, const char *text, const MigExec *how)
{
	bool		snapshot = PlannedStmtRequiresSnapshot(plan);
	bool		deferred;

	CommandCounterIncrement();
	if (snapshot)
		PushActiveSnapshot(GetTransactionSnapshot());
	deferred = plan->utilityStmt ? run_utility(plan, text, how) : run_plan(plan, text, how);
	if (snapshot)
		PopActiveSnapshot();
	return deferred;
}

/* A statement that runs. */
typedef struct Running
{
	const char *text;
	const MigExec *how;
	bool		deferred;		/* by it, or one before */
} Running;

static void
run_statement(void *state)
{
	Running    *running = state;
	RawStmt    *raw = mig_script_parse(running->text);
	bool		snapshot = analyze_requires_snapshot(raw);
	List	   *plans;
	ListCell   *lc;

	if (running->how->admit != NULL && !running->how->admit(raw->stmt, running->how->arg))
		return;

	CommandCounterIncrement();
	if (snapshot)
		PushActiveSnapshot(GetTransactionSnapshot());
	plans = pg_plan_queries(pg_analyze_and_rewrite_fixedparams(raw, running->text, NULL, 0, NULL),
							running->text, CURSOR_OPT_PARALLEL_OK, NULL);
	if (snapshot)
		PopActiveSnapshot();

	foreach(lc, plans)
		running->deferred |= run_planned(lfirst_node(PlannedStmt, lc), running->text, running->how);
}

/* The timer of statement_timeout begins anew. */
static void
rearm_timeout(void)
{
	if (StatementTimeout > 0)
		enable_timeout_after(STATEMENT_TIMEOUT, StatementTimeout);
	else
		disable_timeout(STATEMENT_TIMEOUT, false);
}

/* Makes the statement at place->number the current one, for all who look. */
static void
begin_statement(Place *place)
{
	place->text = mig_script_text(place->cut, &place->cut->stmts[place->number]);
	debug_query_string = place->text;
	pgstat_report_activity(STATE_RUNNING, place->text);
	rearm_timeout();
	mig_waits_watch();
	/* Not before: the text of the last one is gone, and an error shows this one's. */
	CHECK_FOR_INTERRUPTS();
}

static bool
run_all(Place *place, const MigExec *how)
{
	Running		running = {NULL, how, false};
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "migrate statement",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(scratch);

	for (place->number = 0; place->number < place->cut->nstmts; place->number++)
	{
		begin_statement(place);
		if (how->begin != NULL)
			how->begin(place->number);
		running.text = place->text;
		if (how->around != NULL)
			how->around(run_statement, &running, place->cut, place->number, how->arg);
		else
			run_statement(&running);
		MemoryContextReset(scratch);
	}
	CommandCounterIncrement();

	MemoryContextSwitchTo(old);
	MemoryContextDelete(scratch);
	return running.deferred;
}

bool
mig_exec_run(const MigCut *cut, const MigExec *how)
{
	Place		place = {cut, 0, ""};
	volatile bool deferred = false;
	ErrorContextCallback callback = {error_context_stack, error_context, &place};
	const char *query = debug_query_string;
	int			nest = NewGUCNestLevel();

	PG_TRY();
	{
		error_context_stack = &callback;
		deferred = run_all(&place, how);
	}
	PG_FINALLY();
	{
		mig_waits_rest();
		debug_query_string = query;
		pgstat_report_activity(STATE_RUNNING, query);
	}
	PG_END_TRY();

	/* As after an abort: whatever was set, the value before comes back. */
	error_context_stack = callback.previous;
	AtEOXact_GUC(false, nest);
	rearm_timeout();
	return deferred;
}

/*
 * A statement at top level.  Whatever may run without a snapshot must: those
 * that commit on their way refuse to find one.
 */
static void
run_toplevel(const char *text)
{
	static const MigExec how = {PROCESS_UTILITY_TOPLEVEL, NULL};
	RawStmt    *raw = mig_script_parse(text);
	List	   *plans;
	ListCell   *lc;

	EnsurePortalSnapshotExists();
	if (IsA(raw->stmt, VariableSetStmt))
		mig_restore_remember(((VariableSetStmt *) raw->stmt)->name);
	plans = pg_plan_queries(pg_analyze_and_rewrite_fixedparams(raw, text, NULL, 0, NULL),
							text, CURSOR_OPT_PARALLEL_OK, NULL);
	foreach(lc, plans)
	{
		PlannedStmt *plan = lfirst_node(PlannedStmt, lc);

		if (plan->utilityStmt == NULL)
			run_planned(plan, text, &how);
		else
		{
			if (!PlannedStmtRequiresSnapshot(plan))
				ForgetPortalSnapshots();
			ProcessUtility(plan, text, false, how.context, NULL, NULL, None_Receiver, NULL);
		}
	}
}

static void
run_all_toplevel(Place *place, int first, const MigExecHooks *hooks)
{
	MemoryContext old = CurrentMemoryContext;
	MemoryContext scratch = AllocSetContextCreate(old, "migrate statement",
												  ALLOCSET_DEFAULT_SIZES);

	for (place->number = first; place->number < place->cut->nstmts; place->number++)
	{
		MemoryContextSwitchTo(scratch);
		begin_statement(place);
		if (hooks->before(hooks->arg, place->cut, place->number))
			run_toplevel(place->text);
		MemoryContextSwitchTo(scratch);
		hooks->after(hooks->arg, place->cut, place->number);
		MemoryContextReset(scratch);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(scratch);
}

void
mig_exec_toplevel(const MigCut *cut, int first, const MigExecHooks *hooks)
{
	Place		place = {cut, 0, ""};
	ErrorContextCallback callback = {error_context_stack, error_context, &place};
	const char *query = debug_query_string;

	PG_TRY();
	{
		error_context_stack = &callback;
		run_all_toplevel(&place, first, hooks);
	}
	PG_FINALLY();
	{
		mig_waits_rest();
		debug_query_string = query;
		pgstat_report_activity(STATE_RUNNING, query);
	}
	PG_END_TRY();

	error_context_stack = callback.previous;
	rearm_timeout();
}
