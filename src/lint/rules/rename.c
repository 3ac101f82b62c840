/*
 * rename.c
 *	  Rules about names that change: every client that runs still uses the old one.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "utils/builtins.h"

#include "base/text.h"
#include "lint/rules.h"
#include "lint/say.h"

#define BREAKS "which every client that runs knows by its old name"

/* Is the old name still to be found at the end, with a view for one? */
static void
report_table(MigLint *lint, MigTable *old, const char *name)
{
	const char *text = mig_script_text(lint->cut, &lint->cut->stmts[lint->number]);

	if (mig_scene_known(old))
		return;
	mig_lint_report(lint,
					psprintf("renaming %s to %s, " BREAKS, mig_say_table(old), quote_identifier(name)),
					psprintf("%s;\nCREATE VIEW %s AS SELECT * FROM %s;\n"
							 "-- and when nothing uses the old name any more: DROP VIEW",
							 text, mig_say_table(old), quote_qualified_identifier(old->schema, name)));
}

static void
finish_table(MigLint *lint)
{
	mig_lint_recall(lint, report_table);
}

static void
check_table(MigLint *lint, Node *node)
{
	RenameStmt *rename = castNode(RenameStmt, node);

	if (rename->renameType == OBJECT_TABLE || rename->renameType == OBJECT_VIEW ||
		rename->renameType == OBJECT_MATVIEW || rename->renameType == OBJECT_FOREIGN_TABLE)
		mig_lint_remember(lint, lint->table, rename->newname);
}

const MigRule mig_rule_rename_table = {
	.name = "rename-table",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD,
	.lock = AccessExclusiveLock,
	.summary = "Every client that runs knows the table or view by its old name.",
	.nodes = {T_RenameStmt},
	.check = check_table,
	.finish = finish_table,
};

static void
check_column(MigLint *lint, Node *node)
{
	RenameStmt *rename = castNode(RenameStmt, node);
	const MigColumn *column;
	const char *table;

	if (rename->renameType != OBJECT_COLUMN || lint->table == NULL)
		return;
	column = mig_table_column(lint->table, rename->subname);
	if (column != NULL && column->fresh)
		return;
	table = mig_say_relation(lint->relation);
	mig_lint_report(lint,
					psprintf("renaming column %s of %s to %s, " BREAKS, quote_identifier(rename->subname),
							 table, quote_identifier(rename->newname)),
					"-- add a column of the new name, keep both alike with a trigger, let the clients move, drop the old one");
}

const MigRule mig_rule_rename_column = {
	.name = "rename-column",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD,
	.lock = AccessExclusiveLock,
	.summary = "Every client that runs knows the column by its old name.",
	.nodes = {T_RenameStmt},
	.check = check_column,
};

static void
check_schema(MigLint *lint, Node *node)
{
	RenameStmt *rename = castNode(RenameStmt, node);

	if (rename->renameType == OBJECT_SCHEMA && !mig_text_among(lint->scene->schemas, rename->subname))
		mig_lint_report(lint,
						psprintf("renaming schema %s to %s, " BREAKS, quote_identifier(rename->subname),
								 quote_identifier(rename->newname)),
						"-- create the new schema, with views of what is in the old one");
}

const MigRule mig_rule_rename_schema = {
	.name = "rename-schema",
	.severity = MIG_WARNING,
	.summary = "Every client that runs knows what is in the schema by its old name.",
	.nodes = {T_RenameStmt},
	.check = check_schema,
};

static void
check_value(MigLint *lint, Node *node)
{
	AlterEnumStmt *alter = castNode(AlterEnumStmt, node);
	const char *type = strVal(llast(alter->typeName));

	if (alter->oldVal != NULL && mig_scene_made(lint->scene, T_CreateEnumStmt, type) == NULL)
		mig_lint_report(lint,
						psprintf("renaming value %s of type %s to %s, " BREAKS, quote_literal_cstr(alter->oldVal),
								 quote_identifier(type), quote_literal_cstr(alter->newVal)),
						psprintf("ALTER TYPE %s ADD VALUE %s;\n"
								 "-- then, in batches, in a revision of its own, give the rows the new value",
								 NameListToQuotedString(alter->typeName), quote_literal_cstr(alter->newVal)));
}

const MigRule mig_rule_rename_value = {
	.name = "rename-value",
	.severity = MIG_WARNING,
	.summary = "Every client that runs knows the enum's value by its old name.",
	.nodes = {T_AlterEnumStmt},
	.check = check_value,
};

static void
report_move(MigLint *lint, MigTable *old, const char *schema)
{
	const char *text = mig_script_text(lint->cut, &lint->cut->stmts[lint->number]);

	if (mig_scene_known(old))
		return;
	mig_lint_report(lint,
					psprintf("moving %s to schema %s, " BREAKS, mig_say_table(old), quote_identifier(schema)),
					psprintf("%s;\nCREATE VIEW %s AS SELECT * FROM %s;\n"
							 "-- and when nothing uses the old name any more: DROP VIEW",
							 text, mig_say_table(old), quote_qualified_identifier(schema, old->name)));
}

static void
finish_move(MigLint *lint)
{
	mig_lint_recall(lint, report_move);
}

static void
check_move(MigLint *lint, Node *node)
{
	AlterObjectSchemaStmt *move = castNode(AlterObjectSchemaStmt, node);

	if (move->objectType == OBJECT_TABLE || move->objectType == OBJECT_VIEW)
		mig_lint_remember(lint, lint->table, move->newschema);
}

const MigRule mig_rule_move_table = {
	.name = "move-table",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD,
	.lock = AccessExclusiveLock,
	.summary = "Every client that runs knows the table or view by the schema that it was in.",
	.nodes = {T_AlterObjectSchemaStmt},
	.check = check_move,
	.finish = finish_move,
};
