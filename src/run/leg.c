/*
 * leg.c
 *	  One step: what it takes, and running it.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "base/exec.h"
#include "base/waits.h"
#include "history/revision.h"
#include "run/constraints.h"
#include "run/leg.h"
#include "run/presence.h"
#include "run/verify.h"

MigSteps *
mig_leg_find_steps(const MigStand *stand, MigDirection direction, const char *target)
{
	mig_history_check_marks(stand);
	return direction == MIG_UPGRADE ?
		mig_history_upgrade(stand->graph, stand->marks, target) :
		mig_history_downgrade(stand->graph, stand->marks, target);
}

/* So many scripts are read with one query. */
#define READ_AT_ONCE 64

/* The parents of a revision, as the log shows them. */
static const char *
show_parents(const MigGraph *graph, const MigRevision *revision)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < revision->ndown; i++)
		appendStringInfo(&text, "%s%s", i > 0 ? ", " : "", mig_history_id(graph, revision->parents[i]));
	return text.data;
}

static MigLeg *
make_leg(const MigGraph *graph, int rev, bool downgrade, const MigScripts *scripts)
{
	const MigRevision *revision = graph->revs[rev];
	const char *parents = show_parents(graph, revision);
	MigLeg	   *leg = palloc0(sizeof(MigLeg));

	leg->rev = rev;
	leg->revision = pstrdup(revision->id);
	leg->message = pstrdup(revision->message);
	leg->from = downgrade ? leg->revision : parents;
	leg->to = downgrade ? parents : leg->revision;
	leg->downgrade = downgrade;
	leg->transactional = revision->transactional;
	leg->irreversible = downgrade && revision->irreversible;
	leg->script = scripts->script;
	leg->verify = scripts->verify;
	return leg;
}

List *
mig_leg_list(const MigGraph *graph, const MigSteps *steps)
{
	bool		downgrade = steps->direction == MIG_DOWNGRADE;
	int			n = list_length(steps->revs);
	List	   *legs = NIL;

	for (int first = 0; first < n; first += READ_AT_ONCE)
	{
		int			count = Min(n - first, READ_AT_ONCE);
		MigScripts *scripts = mig_history_read_scripts(graph, steps->revs, first, count, !downgrade);

		for (int i = 0; i < count; i++)
			legs = lappend(legs, make_leg(graph, list_nth_int(steps->revs, first + i),
										  downgrade, &scripts[i]));
	}
	return legs;
}

void
mig_leg_announce(const MigLeg *leg)
{
	ereport(NOTICE,
			(errmsg("Running %s %s -> %s, %s",
					mig_leg_direction(leg), leg->from, leg->to, leg->message)));
}

/* What helps against some errors that only one transaction for all steps brings. */
typedef struct Remedy
{
	int			code;
	const char *hint;
} Remedy;

static const Remedy remedies[] = {
	{ERRCODE_ACTIVE_SQL_TRANSACTION,
	"The statement refuses a transaction block: store its revision with transactional => false and use CALL migrate.deploy(...)."},
	{ERRCODE_UNSAFE_NEW_ENUM_VALUE_USAGE,
	"A value that is added to an enum can be used in a later transaction: use it in a later revision, and CALL migrate.deploy(...), which commits each."},
	{ERRCODE_OUT_OF_MEMORY,
	"CALL migrate.deploy(...) commits each revision on its own and needs fewer locks at a time; or increase max_locks_per_transaction."},
};

static void
hint_at_remedy(void *arg)
{
	for (int i = 0; i < lengthof(remedies); i++)
		if (geterrcode() == remedies[i].code)
			errhint("%s", remedies[i].hint);
	mig_waits_explain();
}

static bool
run_script(const MigCut *cut, const MigExec *how)
{
	ErrorContextCallback callback = {error_context_stack, hint_at_remedy, NULL};
	bool		deferred;

	error_context_stack = &callback;
	deferred = mig_exec_run(cut, how);
	error_context_stack = callback.previous;
	return deferred;
}

static void
settle_context(void *arg)
{
	const MigLeg *leg = arg;

	errcontext("revision %s, constraints deferred by its %s script",
			   leg->revision, mig_leg_direction(leg));
}

static void
settle(MigLeg *leg)
{
	ErrorContextCallback callback = {error_context_stack, settle_context, leg};

	error_context_stack = &callback;
	mig_constraints_settle();
	error_context_stack = callback.previous;
}

void
mig_leg_perform(MigLeg *leg, const MigExec *how)
{
	MemoryContext cxt = AllocSetContextCreate(CurrentMemoryContext, "migrate step",
											  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	bool		deferred = false;

	leg->started = GetCurrentTimestamp();
	if (leg->cut != NULL)
		deferred = run_script(leg->cut, how);
	if (leg->verify_cut != NULL)
		mig_verify_run(leg->verify_cut);
	if (deferred)
		settle(leg);
	leg->elapsed = GetCurrentTimestamp() - leg->started;

	MemoryContextSwitchTo(old);
	MemoryContextDelete(cxt);
}

void
mig_leg_run(MigLeg *leg)
{
	static const MigExec how = {.context = PROCESS_UTILITY_QUERY,.begin = mig_presence_statement};

	mig_leg_announce(leg);
	mig_leg_perform(leg, &how);
}

MigEntry
mig_leg_entry(const MigLeg *leg)
{
	MigEntry	entry = {leg->rev, leg->started + leg->elapsed, leg->elapsed};

	return entry;
}
