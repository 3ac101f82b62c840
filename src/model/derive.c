/*
 * derive.c
 *	  The downgrade of a hand-written upgrade.
 */
#include "postgres.h"

#include "base/script.h"
#include "base/subxact.h"
#include "base/text.h"
#include "diff/plan.h"
#include "lib/stringinfo.h"
#include "model/derive.h"
#include "model/prove.h"
#include "model/rename.h"
#include "model/replay.h"
#include "model/shadow.h"
#include "model/unmodelled.h"
#include "schema/scope.h"

typedef struct Work
{
	List	   *schemas;
	List	   *after;
	const char *upgrade;
	char	   *script;
	char	   *losses;
} Work;

static void
derive(MigShadow *shadow, void *arg)
{
	Work	   *work = arg;
	MigFactBase *before;
	MigFactBase *after;
	MigRenamed	renamed;

	mig_replay_to(work->after, shadow);
	before = mig_shadow_read(shadow);
	mig_shadow_load(shadow, work->upgrade, "the upgrade", MIG_LOAD_SCRIPT);
	after = mig_shadow_read(shadow);
	if (mig_unmodelled_change(before, after) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the upgrade changes %s, which is not compared", mig_unmodelled_change(before, after))));
	renamed = mig_rename_shadow(shadow, after, before, mig_wanted_between(before, after), true);
	work->script = mig_plan_script(list_concat(renamed.there, mig_plan_make(renamed.facts, before)));
	work->losses = mig_plan_losses(mig_plan_make(before, renamed.facts));
	mig_prove_script(shadow, "downgrade", work->script, before);
	mig_fact_base_free(before);
	if (renamed.facts != after)
		mig_fact_base_free(renamed.facts);
	mig_fact_base_free(after);
}

static void
run_shadow(void *arg)
{
	Work	   *work = arg;

	mig_shadow_run(work->schemas, derive, work);
}

/* The numbers of the statements that have this flag. */
static List *
flagged_statements(const MigCut *cut, uint32 flag)
{
	List	   *flagged = NIL;

	for (int i = 0; i < cut->nstmts; i++)
		if (cut->stmts[i].flags & flag)
			flagged = lappend_int(flagged, i + 1);
	return flagged;
}

/* A line of the header about some statements of the upgrade; none for none. */
static void
say_of_statements(StringInfo text, const char *what, const List *numbers)
{
	ListCell   *cell;

	if (numbers == NIL)
		return;
	appendStringInfo(text, "-- %s (statement", what);
	foreach(cell, numbers)
		appendStringInfo(text, "%s %d", foreach_current_index(cell) ? "," : list_length(numbers) > 1 ? "s" : "",
						 lfirst_int(cell));
	appendStringInfoString(text, ")\n");
}

/* A script says itself what it does not do, and what was not tried as it stands. */
static char *
with_header(const MigCut *upgrade, const MigDerived *derived, const char *script)
{
	StringInfoData text;

	initStringInfo(&text);
	say_of_statements(&text, "schema only: what the upgrade does to data is not undone", derived->data);
	if (derived->losses != NULL)
		appendStringInfo(&text, "-- schema only: the data is lost of %s\n", mig_text_one_line(derived->losses));
	say_of_statements(&text, "unproved: what refuses a transaction block was tried in its plain form or left out",
					  flagged_statements(upgrade, MIG_STMT_TOPLEVEL));
	appendStringInfoString(&text, script);
	return text.data;
}

MigDerived
mig_derive_downgrade(List *after, const char *upgrade)
{
	Work		work = {.schemas = mig_scope_schemas(),.after = after,.upgrade = upgrade};
	MigDerived	derived = {NULL, NULL, NIL, NULL};
	ErrorData  *error = mig_subxact_try(run_shadow, &work, false);

	if (error != NULL)
		derived.reason = psprintf("%s%s%s", error->message, error->context ? "\n" : "",
								  error->context ? error->context : "");
	else
	{
		const MigCut *cut = mig_script_cut("the upgrade", upgrade);

		derived.data = flagged_statements(cut, MIG_STMT_DATA);
		derived.losses = work.losses;
		derived.script = with_header(cut, &derived, work.script);
	}
	return derived;
}
