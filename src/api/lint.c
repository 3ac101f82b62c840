/*
 * lint.c
 *	  The doors to lint: lint, lint_rules.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"
#include "run/review.h"

PG_FUNCTION_INFO_V1(migrate_lint);
PG_FUNCTION_INFO_V1(migrate_lint_rules);

/* The columns of migrate.lint. */
enum LintColumn
{
	LINT_REVISION,
	LINT_DIRECTION,
	LINT_STATEMENT,
	LINT_LINE,
	LINT_RULE,
	LINT_SEVERITY,
	LINT_MESSAGE,
	LINT_SAFER,
	LINT_COLUMNS
};

static void
put_finding(ReturnSetInfo *result, const MigReview *review, const MigFinding *finding)
{
	Datum		values[LINT_COLUMNS] = {
		[LINT_REVISION] = CStringGetTextDatum(review->revision),
		[LINT_DIRECTION] = CStringGetTextDatum(review->downgrade ? "downgrade" : "upgrade"),
		[LINT_STATEMENT] = Int32GetDatum(finding->statement),
		[LINT_LINE] = Int32GetDatum(finding->line),
		[LINT_RULE] = CStringGetTextDatum(mig_lint_rule_name(finding)),
		[LINT_SEVERITY] = CStringGetTextDatum(mig_severity_names[finding->severity]),
		[LINT_MESSAGE] = CStringGetTextDatum(finding->message),
	};
	bool		nulls[LINT_COLUMNS] = {false};

	nulls[LINT_STATEMENT] = finding->statement == 0;
	nulls[LINT_LINE] = finding->line == 0;
	nulls[LINT_SAFER] = finding->safer == NULL;
	if (finding->safer != NULL)
		values[LINT_SAFER] = CStringGetTextDatum(finding->safer);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

Datum
migrate_lint(PG_FUNCTION_ARGS)
{
	const char *what = PG_ARGISNULL(0) ? MIG_PENDING : text_to_cstring(PG_GETARG_TEXT_PP(0));
	List	   *reviews = mig_review_stored(what);
	ListCell   *lc;
	ListCell   *finding;

	InitMaterializedSRF(fcinfo, 0);
	foreach(lc, reviews)
		foreach(finding, ((MigReview *) lfirst(lc))->findings)
			put_finding((ReturnSetInfo *) fcinfo->resultinfo, lfirst(lc), lfirst(finding));
	return (Datum) 0;
}

Datum
migrate_lint_rules(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	for (int i = 0; i < mig_nrules; i++)
	{
		const MigRule *rule = mig_rules[i];
		Datum		values[] = {
			CStringGetTextDatum(rule->name),
			CStringGetTextDatum(mig_severity_names[rule->severity]),
			BoolGetDatum((rule->traits & MIG_RULE_OPTIONAL) != 0),
			CStringGetTextDatum(rule->lock != NoLock ? mig_say_lock(rule->lock) : ""),
			BoolGetDatum((rule->does & MIG_DOES_SCAN) != 0),
			BoolGetDatum((rule->does & MIG_DOES_REWRITE) != 0),
			BoolGetDatum((rule->does & MIG_DOES_FAIL) != 0),
			CStringGetTextDatum(rule->summary)
		};
		bool		nulls[lengthof(values)] = {[3] = rule->lock == NoLock};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
