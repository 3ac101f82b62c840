/*
 * not_null.c
 *	  Rules about NOT NULL.
 */
#include "postgres.h"

#include "commands/defrem.h"
#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"

/* A check takes the scan upon itself, which it does while others read and write. */
static const char *
safer_not_null(const MigLint *lint, const char *column)
{
	const char *table = mig_say_relation(lint->relation);
	const char *check = quote_identifier(makeObjectName(lint->relation->relname, column, "not_null"));

	column = quote_identifier(column);
	return psprintf("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID;\n"
					MIG_SAY_NEXT "ALTER TABLE %s VALIDATE CONSTRAINT %s;\n"
					MIG_SAY_THEN "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL;\n"
					"ALTER TABLE %s DROP CONSTRAINT %s;",
					table, check, column, table, check, table, column, table, check);
}

static void
check_set(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	MigColumn  *column;

	if (cmd->subtype != AT_SetNotNull)
		return;
	column = mig_table_column(lint->table, cmd->name);
	if ((column != NULL && column->notnull) || mig_table_proves_not_null(lint->table, cmd->name))
		return;
	mig_lint_report(lint,
					psprintf("setting column %s NOT NULL reads all of %s while nobody else can read or write it",
							 quote_identifier(cmd->name), mig_say_target(lint)),
					safer_not_null(lint, cmd->name));
}

const MigRule mig_rule_set_not_null = {
	.name = "set-not-null",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "SET NOT NULL reads every row under an exclusive lock, unless a valid check proves it.",
	.nodes = {T_AlterTableCmd},
	.check = check_set,
};
