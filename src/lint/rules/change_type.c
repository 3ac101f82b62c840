/*
 * change_type.c
 *	  Rules about ALTER COLUMN ... TYPE.
 */
#include "postgres.h"

#include "commands/defrem.h"
#include "catalog/namespace.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "base/text.h"
#include "lint/judge.h"
#include "lint/rules.h"
#include "lint/say.h"

/* The column of a change of type, or NULL when it is none or not known. */
static MigColumn *
changed_column(const MigLint *lint, const AlterTableCmd *cmd)
{
	return cmd->subtype == AT_AlterColumnType ? mig_table_column(lint->table, cmd->name) : NULL;
}

static MigRetype
retype(const MigLint *lint, const MigColumn *column, const AlterTableCmd *cmd)
{
	const ColumnDef *def = castNode(ColumnDef, cmd->def);

	return mig_judge_retype(lint->scene, column, def->typeName, def->raw_default);
}

/* The new type, as it is written after TYPE; and the USING expression, or the column. */
static const char *
new_type(const MigLint *lint, const AlterTableCmd *cmd, const char **value)
{
	MigWords   *words = mig_words_scan(lint->action);
	int			type = mig_words_find(words, 0, "TYPE");
	int			using = mig_words_find(words, type, "USING");
	int			end = strlen(lint->action);

	*value = quote_identifier(cmd->name);
	if (using >= 0)
	{
		*value = mig_words_part(words, words->words[using].end, end);
		end = words->words[using].start;
	}
	return mig_words_part(words, words->words[type].end, end);
}

static const char *
safer_rewrite(const MigLint *lint, const AlterTableCmd *cmd)
{
	const char *table = mig_say_relation(lint->relation);
	const char *column = quote_identifier(cmd->name);
	const char *other = quote_identifier(makeObjectName(cmd->name, NULL, "new"));
	const char *value;
	const char *type = new_type(lint, cmd, &value);

	return psprintf("ALTER TABLE %s ADD COLUMN %s %s;\n"
					"-- with a trigger that keeps it up to date; then, in batches, with transactional => false:\n"
					"UPDATE %s SET %s = %s WHERE %s IS NULL AND %s IS NOT NULL;\n"
					"-- and when nothing uses the old column any more:\n"
					"ALTER TABLE %s DROP COLUMN %s;\n"
					"ALTER TABLE %s RENAME COLUMN %s TO %s;",
					table, other, type, table, other, value, other, column,
					table, column, table, other, column);
}

static void
check_rewrite(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	MigColumn  *column = changed_column(lint, cmd);

	if (column == NULL || retype(lint, column, cmd) != MIG_RETYPE_REWRITE)
		return;
	mig_lint_report(lint,
					psprintf("changing the type of column %s writes all of %s and its indexes anew while nobody else can read or write it",
							 quote_identifier(cmd->name), mig_say_target(lint)),
					safer_rewrite(lint, cmd));
}

const MigRule mig_rule_change_type_rewrite = {
	.name = "change-type-rewrite",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "The new type has another form in storage, so the whole table is written anew.",
	.nodes = {T_AlterTableCmd},
	.check = check_rewrite,
};

static void
check_free(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	MigColumn  *column = changed_column(lint, cmd);

	if (column != NULL && retype(lint, column, cmd) == MIG_RETYPE_FREE)
		mig_lint_report(lint,
						psprintf("changing the type of column %s locks %s against everybody, if briefly: the rows stay as they are",
								 quote_identifier(cmd->name), mig_say_target(lint)), NULL);
}

const MigRule mig_rule_change_type = {
	.name = "change-type",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "The new type needs no other form in storage, but the change a lock against everybody.",
	.nodes = {T_AlterTableCmd},
	.check = check_free,
};

/* With TimeZone UTC both types have the same form. */
static void
check_zone(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	MigColumn  *column = changed_column(lint, cmd);

	if (column == NULL || retype(lint, column, cmd) != MIG_RETYPE_ZONE || !TimestampTimestampTzRequiresRewrite())
		return;
	mig_lint_report(lint,
					psprintf("changing the type of column %s writes all of %s anew, because the setting TimeZone is \"%s\"",
							 quote_identifier(cmd->name), mig_say_target(lint),
							 GetConfigOption("timezone", false, false)),
					psprintf("-- if the values are meant in UTC, this leaves the rows as they are:\n"
							 "SET LOCAL TimeZone = 'UTC';\n%s;", lint->text));
}

const MigRule mig_rule_change_type_time_zone = {
	.name = "change-type-time-zone",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "Between timestamp and timestamptz the table is written anew, unless TimeZone is UTC.",
	.nodes = {T_AlterTableCmd},
	.check = check_zone,
};

static bool
is_indexed(const MigTable *table, const char *column)
{
	ListCell   *lc;

	foreach(lc, table->indexes)
		if (mig_text_among(((MigIndex *) lfirst(lc))->columns, column))
			return true;
	return false;
}

static void
check_collation(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	MigColumn  *column = changed_column(lint, cmd);
	const CollateClause *clause;
	Oid			collation;

	if (column == NULL || retype(lint, column, cmd) != MIG_RETYPE_FREE || !is_indexed(lint->table, cmd->name))
		return;
	clause = castNode(ColumnDef, cmd->def)->collClause;
	collation = clause != NULL ? get_collation_oid(clause->collname, true) : get_typcollation(column->type);
	if (!OidIsValid(collation) || collation == column->collation)
		return;
	mig_lint_report(lint,
					psprintf("changing the collation of column %s builds its indexes anew over %s while nobody else can read or write it",
							 quote_identifier(cmd->name), mig_say_target(lint)),
					"-- build indexes with the new collation before, with CREATE INDEX CONCURRENTLY, and drop those of the old one");
}

const MigRule mig_rule_change_collation = {
	.name = "change-collation",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "Another collation is another order: the column's indexes are built anew.",
	.nodes = {T_AlterTableCmd},
	.check = check_collation,
};
