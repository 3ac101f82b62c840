/*
 * not_null.c
 *	  Rules about NOT NULL.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/text.h"
#include "lint/rules.h"
#include "lint/say.h"

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
					mig_say_not_null(lint, cmd->name));
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

/* Does the same ALTER TABLE drop all that proves the column? */
static bool
loses_proof(const MigLint *lint, const AlterTableStmt *alter, const char *column)
{
	List	   *dropped = NIL;
	ListCell   *lc;

	foreach(lc, alter->cmds)
		if (lfirst_node(AlterTableCmd, lc)->subtype == AT_DropConstraint)
			dropped = lappend(dropped, lfirst_node(AlterTableCmd, lc)->name);
	foreach(lc, lint->table->constraints)
	{
		const MigConstraint *constraint = lfirst(lc);

		if (constraint->valid && mig_text_among(constraint->proves, column) &&
			!mig_text_among(dropped, constraint->name))
			return false;
	}
	return true;
}

static void
check_lost(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	MigColumn  *column;

	if (cmd->subtype != AT_SetNotNull)
		return;
	column = mig_table_column(lint->table, cmd->name);
	if ((column != NULL && column->notnull) || !mig_table_proves_not_null(lint->table, cmd->name) ||
		!loses_proof(lint, castNode(AlterTableStmt, lint->stmt), cmd->name))
		return;
	mig_lint_report(lint,
					psprintf("setting column %s NOT NULL reads all of %s, because the check that proves it is dropped by the same statement",
							 quote_identifier(cmd->name), mig_say_target(lint)),
					psprintf("ALTER TABLE %s ALTER COLUMN %s SET NOT NULL;\n"
							 "-- and in a statement of its own: DROP CONSTRAINT",
							 mig_say_relation(lint->relation), quote_identifier(cmd->name)));
}

const MigRule mig_rule_set_not_null_drop_check = {
	.name = "set-not-null-drop-check",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "A check that goes in the statement of SET NOT NULL no longer proves it: every row is read.",
	.nodes = {T_AlterTableCmd},
	.check = check_lost,
};

static void
check_drop(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);

	if (cmd->subtype == AT_DropNotNull)
		mig_lint_report(lint,
						psprintf("column %s of table %s may be NULL then, which clients that read it may not expect",
								 quote_identifier(cmd->name), mig_say_relation(lint->relation)), NULL);
}

const MigRule mig_rule_drop_not_null = {
	.name = "drop-not-null",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_DESIGN,
	.lock = AccessExclusiveLock,
	.summary = "Clients that read the column may not expect NULL.",
	.nodes = {T_AlterTableCmd},
	.check = check_drop,
};
