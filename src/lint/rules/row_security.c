/*
 * row_security.c
 *	  Rules about row security.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/spi.h"
#include "lint/rules.h"
#include "lint/say.h"

static bool
has_policy(const MigTable *table)
{
	return OidIsValid(table->oid) &&
		mig_table_query("SELECT FROM pg_policy WHERE polrelid = $1 LIMIT 1", table->oid)->nrows > 0;
}

/* A policy that the script creates settles what was remembered of its table. */
static void
check_enable(MigLint *lint, Node *node)
{
	if (IsA(node, AlterTableCmd))
	{
		if (((AlterTableCmd *) node)->subtype == AT_EnableRowSecurity && !has_policy(lint->table))
			mig_lint_remember(lint, lint->table, "");
		return;
	}
	mig_lint_forget(lint, lint->table->name, NULL);
}

/* Had it been created before, nothing would be remembered. */
static bool
policy_before(const MigLint *lint, const MigTable *table)
{
	for (int i = 0; i < lint->number; i++)
	{
		const MigStmt *stmt = &lint->cut->stmts[i];
		CreatePolicyStmt *create;

		if (stmt->node != T_CreatePolicyStmt)
			continue;
		create = castNode(CreatePolicyStmt, mig_script_parse(mig_script_text(lint->cut, stmt))->stmt);
		if (strcmp(create->table->relname, table->name) == 0)
			return true;
	}
	return false;
}

static void
report_enable(MigLint *lint, MigTable *table, const char *name)
{
	if (!policy_before(lint, table))
		mig_lint_report(lint,
						psprintf("row security without a policy hides all rows of table %s%s from everybody but its owner",
								 mig_say_table(table), mig_say_rows(table)),
						psprintf("CREATE POLICY %s ON %s USING (true); -- first, with the condition that is meant\n"
								 "ALTER TABLE %s ENABLE ROW LEVEL SECURITY;",
								 quote_identifier(psprintf("%s_policy", table->name)), mig_say_table(table),
								 mig_say_table(table)));
}

static void
finish_enable(MigLint *lint)
{
	mig_lint_recall(lint, report_enable);
}

const MigRule mig_rule_row_security = {
	.name = "row-security",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_DESIGN,
	.lock = AccessExclusiveLock,
	.summary = "Row security without a policy hides all rows.",
	.nodes = {T_AlterTableCmd, T_CreatePolicyStmt},
	.check = check_enable,
	.finish = finish_enable,
};

static void
check_policy(MigLint *lint, Node *node)
{
	const char *name = IsA(node, CreatePolicyStmt) ? ((CreatePolicyStmt *) node)->policy_name :
		((AlterPolicyStmt *) node)->policy_name;

	mig_lint_report(lint,
					psprintf("policy %s changes what %s shows, which is locked against everybody, if briefly",
							 quote_identifier(name), mig_say_target(lint)),
					NULL);
}

const MigRule mig_rule_policy = {
	.name = "policy",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "CREATE POLICY and ALTER POLICY lock the table against everybody, if briefly.",
	.nodes = {T_CreatePolicyStmt, T_AlterPolicyStmt},
	.check = check_policy,
};
