/*
 * rehearse.c
 *	  Steps that really run, on the real data, and are undone.
 *
 * Everything happens in one subtransaction, with the guard that keeps other
 * migrators out: the end of it gives back all that it took.
 */
#include "postgres.h"

#include "storage/proc.h"
#include "utils/guc.h"

#include "base/errors.h"
#include "base/exec.h"
#include "base/settings.h"
#include "base/subxact.h"
#include "diff/plan.h"
#include "run/gate.h"
#include "run/upgrade.h"
#include "run/verify.h"
#include "schema/scope.h"
#include "schema/snapshot.h"
#include "verify/rehearse.h"

typedef struct Rehearsal
{
	MigDirection direction;
	const char *target;
	bool		round_trip;
	MemoryContext cxt;			/* of what it returns */
	List	   *statements;		/* MigRehearsed */

	MigObserver *observer;
	MigLeg	   *leg;			/* the current one */
	int			left_out;		/* statements so far */
} Rehearsal;

/*
 * Others queue behind a wait for a lock, so it has a limit of its own; a script
 * may only make it shorter.
 */
static void
limit_waits(void)
{
	if (mig_rehearse_lock_timeout > 0 &&
		(LockTimeout == 0 || LockTimeout > mig_rehearse_lock_timeout))
		(void) set_config_option("lock_timeout", psprintf("%d", mig_rehearse_lock_timeout),
								 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0, false);
}

/* Errors that running everything in one transaction brings. */
static bool
is_of_transaction(int code)
{
	return code == ERRCODE_ACTIVE_SQL_TRANSACTION || code == ERRCODE_UNSAFE_NEW_ENUM_VALUE_USAGE ||
		code == ERRCODE_INVALID_TRANSACTION_TERMINATION;
}

/* Errors that what was left out may have brought: something is missing, or still there. */
static bool
is_of_left_out(int code)
{
	return code == ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST ||
		code == ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE ||
		(ERRCODE_TO_CATEGORY(code) == ERRCODE_TO_CATEGORY(ERRCODE_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION) &&
		 code != ERRCODE_INSUFFICIENT_PRIVILEGE);
}

/* Would the journey be able to go on, were it not a rehearsal? */
static bool
excuses(const Rehearsal *r, const ErrorData *error)
{
	return (!r->leg->transactional && is_of_transaction(error->sqlerrcode)) ||
		(r->left_out > 0 && is_of_left_out(error->sqlerrcode));
}

static void
warn_left_out(const MigLeg *leg, const MigCut *cut, int number, const char *why)
{
	const MigStmt *stmt = &cut->stmts[number];

	ereport(WARNING,
			(errmsg("statement %d of revision %s cannot be rehearsed: %s",
					number + 1, leg->revision, GetCommandTagName(stmt->command)),
			 errdetail("%s, line %d: %s.", cut->what, stmt->line, why),
			 errhint("What needs it is left out, too.")));
}

/* Runs a statement that may be excused for failing; returns why it was. */
static const char *
try_statement(Rehearsal *r, void (*run) (void *state), void *state)
{
	ErrorData  *error;

	if (r->leg->transactional && r->left_out == 0)
	{
		run(state);
		return NULL;
	}
	error = mig_subxact_try(run, state, true);
	if (error == NULL)
		return NULL;
	if (!excuses(r, error))
		ReThrowError(error);
	return error->message;
}

/* Runs a statement of a script, or leaves it out, and keeps what it did. */
static void
rehearse_statement(void (*run) (void *state), void *state, const MigCut *cut, int number, void *arg)
{
	Rehearsal  *r = arg;
	const MigStmt *stmt = &cut->stmts[number];
	const char *why = "It refuses to run inside a transaction block";
	MemoryContext old;
	MigRehearsed *done;

	limit_waits();
	mig_observe_start(r->observer);
	if (!(stmt->flags & MIG_STMT_TOPLEVEL))
		why = try_statement(r, run, state);

	old = MemoryContextSwitchTo(r->cxt);
	done = palloc0(sizeof(MigRehearsed));
	done->leg = r->leg;
	done->statement = number + 1;
	done->line = stmt->line;
	done->text = mig_script_text(cut, stmt);
	done->left_out = why != NULL;
	if (why == NULL)
		done->observed = mig_observe_end(r->observer);
	r->statements = lappend(r->statements, done);
	MemoryContextSwitchTo(old);

	if (why != NULL)
	{
		r->left_out++;
		warn_left_out(r->leg, cut, number, why);
	}
}

static void
run_verify(void *arg)
{
	mig_verify_run(arg);
}

/* A verify script that may miss what was left out. */
static void
verify_anyway(const MigCut *cut, const MigLeg *leg)
{
	ErrorData  *error = mig_subxact_try(run_verify, unconstify(MigCut *, cut), false);

	if (error != NULL)
		ereport(WARNING,
				(errmsg("the verify script of revision %s does not pass in the rehearsal", leg->revision),
				 errdetail("%s. Statements before it were left out.", error->message)));
}

static bool
leaves_out(const MigCut *cut)
{
	for (int i = 0; cut != NULL && i < cut->nstmts; i++)
		if (cut->stmts[i].flags & MIG_STMT_TOPLEVEL)
			return true;
	return false;
}

static void
rehearse_leg(Rehearsal *r, MigLeg *leg)
{
	MigExec		how = {.context = PROCESS_UTILITY_QUERY,.around = rehearse_statement,.arg = r};
	MigCut	   *verify = NULL;

	ereport(NOTICE,
			(errmsg("Rehearsing %s %s -> %s, %s",
					mig_leg_direction(leg), leg->from, leg->to, leg->message)));
	r->leg = leg;
	if (r->left_out > 0 || leaves_out(leg->cut))
	{
		verify = leg->verify_cut;
		leg->verify_cut = NULL;
	}
	mig_leg_perform(leg, &how);
	if (verify != NULL)
		verify_anyway(verify, leg);
}

/* The same steps the other way, as far as they can be reversed. */
static List *
list_return(const MigGraph *graph, const MigSteps *steps)
{
	MigSteps	back = {steps->direction == MIG_UPGRADE ? MIG_DOWNGRADE : MIG_UPGRADE};
	List	   *legs;
	ListCell   *lc;

	for (int i = list_length(steps->revs) - 1; i >= 0; i--)
		back.revs = lappend_int(back.revs, list_nth_int(steps->revs, i));
	legs = mig_leg_list(graph, &back);
	foreach(lc, legs)
		if (((MigLeg *) lfirst(lc))->irreversible)
		{
			ereport(WARNING,
					(errmsg("revision %s cannot be downgraded: the round trip ends there",
							((MigLeg *) lfirst(lc))->revision),
					 errhint("Give it a downgrade with migrate.edit.")));
			return list_truncate(legs, foreach_current_index(lc));
		}
	return legs;
}

static void
compare(const Rehearsal *r, MigFactBase *before, MigFactBase *after)
{
	List	   *residue = mig_plan_make(after, before);

	if (residue == NIL)
		return;
	ereport(r->left_out > 0 ? WARNING : ERROR,
			(errcode(ERRCODE_MIG_NOT_PROVED),
			 errmsg("the round trip does not lead back to the schema before it"),
			 errdetail("%sTo get there, this would be left to do:\n%s",
					   r->left_out > 0 ? "Statements were left out. " : "",
					   mig_plan_script(residue)),
			 errhint("Correct the script with migrate.edit; round_trip => false rehearses one way only.")));
}

/* There; and back to where legs to return with end. */
static void
travel(Rehearsal *r, List *there, List *back)
{
	int			turning_back = list_length(there) - list_length(back);
	MigFactBase *before = NULL;
	ListCell   *lc;

	foreach(lc, there)
	{
		if (foreach_current_index(lc) == turning_back)
			before = mig_snapshot_read(mig_scope_schemas());
		rehearse_leg(r, lfirst(lc));
	}
	foreach(lc, back)
		rehearse_leg(r, lfirst(lc));
	if (before != NULL)
		compare(r, before, mig_snapshot_read(mig_scope_schemas()));
}

static void
rehearse(void *arg)
{
	Rehearsal  *r = arg;
	MigStand	stand;
	MigSteps   *steps;
	List	   *there;
	List	   *back = NIL;

	limit_waits();
	steps = mig_upgrade_begin(r->direction, r->target, &stand);
	if (steps == NULL)
		return;
	there = mig_leg_list(stand.graph, steps);
	mig_gate_rehearse(there);
	if (r->round_trip)
	{
		back = list_return(stand.graph, steps);
		mig_gate_rehearse(back);
	}
	r->observer = mig_observe_begin();
	travel(r, there, back);
}

static void
hint_at_timeout(void *arg)
{
	if (geterrcode() == ERRCODE_LOCK_NOT_AVAILABLE)
		errhint("A rehearsal waits for a lock as long as the setting \"migrate.rehearse_lock_timeout\" says; others would wait behind it.");
}

static void
rehearse_and_undo(void *arg)
{
	ErrorContextCallback callback = {error_context_stack, hint_at_timeout, NULL};

	error_context_stack = &callback;
	mig_subxact_run(rehearse, arg, false);
	error_context_stack = callback.previous;
}

List *
mig_verify_rehearse(const char *target, MigDirection direction, bool round_trip)
{
	Rehearsal	r = {
		.direction = direction,
		.target = target,
		.round_trip = round_trip,
		.cxt = CurrentMemoryContext,
	};

	mig_upgrade_travel("migrate.rehearse", rehearse_and_undo, &r);
	return r.statements;
}
