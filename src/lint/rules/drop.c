/*
 * drop.c
 *	  Rules about what is dropped.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_constraint.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"

static void
check_column(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	MigColumn  *column;

	if (cmd->subtype != AT_DropColumn)
		return;
	column = mig_table_column(lint->table, cmd->name);
	if (column != NULL && column->fresh)
		return;
	mig_lint_report(lint,
					psprintf("dropping column %s of %s loses its data and breaks every client that still names it",
							 quote_identifier(cmd->name), mig_say_target(lint)),
					psprintf("-- when no release that runs uses the column any more:\n%s;", lint->text));
}

const MigRule mig_rule_drop_column = {
	.name = "drop-column",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD,
	.lock = AccessExclusiveLock,
	.summary = "The data of the column is lost, and clients that name it break.",
	.nodes = {T_AlterTableCmd},
	.check = check_column,
};

/* The foreign keys of a table that is to go, one statement each. */
static const char *
safer_table(const MigTable *table, const RangeVar *name)
{
	StringInfoData text;
	ListCell   *lc;

	initStringInfo(&text);
	appendStringInfoString(&text, "-- when no release that runs uses the table any more:\n");
	foreach(lc, table->constraints)
	{
		const MigConstraint *constraint = lfirst(lc);

		if (constraint->type == CONSTRAINT_FOREIGN)
			appendStringInfo(&text, "ALTER TABLE %s DROP CONSTRAINT %s;\n" MIG_SAY_NEXT,
							 mig_say_relation(name), quote_identifier(constraint->name));
	}
	appendStringInfo(&text, "DROP TABLE %s;", mig_say_relation(name));
	return text.data;
}

static const char *
locked_with(const MigTable *table)
{
	StringInfoData text;
	ListCell   *lc;

	initStringInfo(&text);
	foreach(lc, table->constraints)
	{
		const MigConstraint *constraint = lfirst(lc);

		if (constraint->type == CONSTRAINT_FOREIGN)
			appendStringInfo(&text, "%s%s", text.len > 0 ? ", " : "", quote_identifier(constraint->table));
	}
	return text.len == 0 ? "" : psprintf(", and locks what it refers to against everybody: %s", text.data);
}

static void
check_table(MigLint *lint, Node *node)
{
	DropStmt   *drop = castNode(DropStmt, node);
	ListCell   *lc;

	if (drop->removeType != OBJECT_TABLE)
		return;
	foreach(lc, drop->objects)
	{
		RangeVar   *name = makeRangeVarFromNameList(lfirst(lc));
		MigTable   *table = mig_scene_find(lint->scene, name);

		if (!mig_lint_concerns(lint, table) || !mig_scene_known(table))
			continue;
		mig_lint_report(lint,
						psprintf("dropping table %s%s loses its data%s", mig_say_relation(name),
								 mig_say_rows(table), locked_with(table)),
						safer_table(table, name));
	}
}

const MigRule mig_rule_drop_table = {
	.name = "drop-table",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD,
	.lock = AccessExclusiveLock,
	.summary = "The table's data is lost, and every table that it refers to is locked against everybody.",
	.nodes = {T_DropStmt},
	.check = check_table,
};
