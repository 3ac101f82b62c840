/*
 * script.c
 *	  Rules about a script as a whole.
 */
#include "postgres.h"

#include "base/classify.h"
#include "lint/rules.h"

static void
broken(MigLint *lint, const ErrorData *error)
{
	mig_lint_report(lint, psprintf("the script does not parse: %s", error->message),
					error->hint ? psprintf("-- %s", error->hint) : NULL);
}

const MigRule mig_rule_syntax_error = {
	.name = "syntax-error",
	.severity = MIG_ERROR,
	.does = MIG_DOES_FAIL,
	.summary = "The script is not SQL, or not SQL of this server.",
	.broken = broken,
};

static void
check_refused(MigLint *lint, Node *node)
{
	const MigStmt *stmt = &lint->cut->stmts[lint->number];

	if (stmt->flags & MIG_STMT_TRANSACTION)
		mig_lint_report(lint,
						psprintf("%s cannot be used in a revision's script, which runs in the transaction of its caller",
								 GetCommandTagName(stmt->command)), NULL);
	else if (stmt->flags & MIG_STMT_COPY_CLIENT)
		mig_lint_report(lint, "COPY from or to the client cannot be used in a revision's script, which has none",
						"-- INSERT, or COPY with a file of the server");
}

const MigRule mig_rule_refused_statement = {
	.name = "refused-statement",
	.severity = MIG_ERROR,
	.does = MIG_DOES_FAIL,
	.summary = "Transaction commands, and COPY from or to the client, are refused when the revision is run.",
	.nodes = {T_TransactionStmt, T_VariableSetStmt, T_CopyStmt},
	.check = check_refused,
};

static void
check_note(MigLint *lint, const MigNote *note)
{
	if (note->rule[0] == '\0')
		mig_lint_report(lint, "a lint-ignore comment names no rule",
						"-- migrate:lint-ignore rule reason");
	else if (mig_rules_find(note->rule) == NULL)
		mig_lint_report(lint, psprintf("a lint-ignore comment names \"%s\", which is no rule", note->rule),
						"-- SELECT * FROM migrate.lint_rules() lists the rules");
	else if (note->reason[0] == '\0')
		mig_lint_report(lint, psprintf("a lint-ignore comment says no reason to ignore \"%s\"", note->rule),
						psprintf("-- migrate:lint-ignore %s reason", note->rule));
}

const MigRule mig_rule_lint_ignore = {
	.name = "lint-ignore",
	.severity = MIG_WARNING,
	.summary = "A comment that tells to ignore a rule names none, or says no reason.",
	.note = check_note,
};

static void
check_empty(MigLint *lint)
{
	if (lint->sheet->wanted && !lint->sheet->downgrade && lint->cut->nstmts == 0)
		mig_lint_report(lint, "the revision has no statement to upgrade with", NULL);
}

const MigRule mig_rule_empty_revision = {
	.name = "empty-revision",
	.severity = MIG_NOTICE,
	.summary = "The revision was stored to be filled, and was not.",
	.finish = check_empty,
};

static void
check_irreversible(MigLint *lint)
{
	if (lint->sheet->wanted && lint->sheet->downgrade && lint->sheet->script == NULL)
		mig_lint_report(lint, "the revision has no downgrade script: there is no way back from it",
						"-- an empty downgrade script says that nothing is to be done");
}

const MigRule mig_rule_irreversible = {
	.name = "irreversible",
	.severity = MIG_NOTICE,
	.summary = "The revision cannot be downgraded.",
	.finish = check_irreversible,
};
