/*
 * names.c
 *	  Rules about names.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"

/* The name in a word: without quotes, and with doubled ones made one. */
static int
name_length(const MigWords *words, int i)
{
	const char *start = words->text + words->words[i].start;
	int			length = words->words[i].end - words->words[i].start;

	if (start[0] != '"')
		return IS_HIGHBIT_SET(start[0]) || isalpha((unsigned char) start[0]) || start[0] == '_' ? length : 0;
	length -= 2;
	for (int k = 1; k < words->words[i].end - words->words[i].start - 1; k++)
		if (start[k] == '"' && start[k + 1] == '"')
		{
			length--;
			k++;
		}
	return length;
}

/* A statement of any kind: the parser has cut the name already. */
static void
finish_long(MigLint *lint)
{
	for (int number = 0; number < lint->cut->nstmts; number++)
	{
		const MigWords *words = mig_words_scan(mig_script_text(lint->cut, &lint->cut->stmts[number]));

		for (int i = 0; i < words->n; i++)
			if (name_length(words, i) >= NAMEDATALEN)
			{
				const char *word = mig_words_part(words, words->words[i].start, words->words[i].end);

				lint->number = number;
				mig_lint_report(lint,
								psprintf("name %s is cut to its first %d bytes, with which it may be another's",
										 word, NAMEDATALEN - 1), NULL);
				break;
			}
	}
	lint->number = -1;
}

const MigRule mig_rule_long_name = {
	.name = "long-name",
	.severity = MIG_WARNING,
	.summary = "The server cuts names after 63 bytes, silently as far as scripts go.",
	.finish = finish_long,
};

/* What a statement drops goes before what it adds, wherever it says so. */
static bool
is_dropped(const AlterTableStmt *stmt, const char *column)
{
	ListCell   *lc;

	foreach(lc, stmt->cmds)
	{
		const AlterTableCmd *cmd = lfirst(lc);

		if (cmd->subtype == AT_DropColumn && strcmp(cmd->name, column) == 0)
			return true;
	}
	return false;
}

/* Is the column there, or named twice in the same statement? */
static bool
is_doubled(const MigLint *lint, const ColumnDef *column)
{
	int			times = 0;
	ListCell   *lc;

	if (lint->cmd != NULL)
		return lint->cmd->subtype == AT_AddColumn && !lint->cmd->missing_ok && !lint->scene->opaque &&
			mig_table_column(lint->table, column->colname) != NULL &&
			!is_dropped(castNode(AlterTableStmt, lint->stmt), column->colname);
	foreach(lc, castNode(CreateStmt, lint->stmt)->tableElts)
		times += IsA(lfirst(lc), ColumnDef) &&
			strcmp(((ColumnDef *) lfirst(lc))->colname, column->colname) == 0;
	return times > 1;
}

static void
check_double(MigLint *lint, Node *node)
{
	const ColumnDef *column = castNode(ColumnDef, node);

	if (is_doubled(lint, column))
		mig_lint_report(lint,
						psprintf("it fails: table %s has a column %s already", mig_say_relation(lint->relation),
								 quote_identifier(column->colname)), NULL);
}

const MigRule mig_rule_duplicate_column = {
	.name = "duplicate-column",
	.severity = MIG_ERROR,
	.does = MIG_DOES_FAIL,
	.summary = "The table has a column of that name already.",
	.nodes = {T_ColumnDef},
	.check = check_double,
};

static void
check_schema(MigLint *lint, Node *node)
{
	const char *schema;

	if (lint->relation == NULL || lint->relation->schemaname != NULL ||
		lint->relation->relpersistence == RELPERSISTENCE_TEMP)
		return;
	schema = IsA(node, CreateStmt) || IsA(node, CreateSeqStmt) || IsA(node, ViewStmt) ?
		mig_scene_creation_schema(lint->scene) : lint->table->schema;
	mig_lint_report(lint,
					psprintf("%s is found by search_path: now it is %s", mig_say_relation(lint->relation),
							 schema == NULL || schema[0] == '\0' ? "nowhere" :
							 quote_qualified_identifier(schema, lint->relation->relname)),
					schema == NULL || schema[0] == '\0' ? NULL :
					psprintf("-- in the statement: %s", quote_qualified_identifier(schema, lint->relation->relname)));
}

const MigRule mig_rule_require_schema = {
	.name = "require-schema",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL,
	.summary = "A name without its schema means what search_path makes of it.",
	.nodes = {T_CreateStmt, T_AlterTableStmt, T_IndexStmt, T_InsertStmt, T_UpdateStmt, T_DeleteStmt},
	.check = check_schema,
};

static void
check_quoted(MigLint *lint, Node *node)
{
	const char *name = IsA(node, ColumnDef) ? ((ColumnDef *) node)->colname :
		((CreateStmt *) node)->relation->relname;

	if (strcmp(quote_identifier(name), name) != 0 && (lint->cmd == NULL || lint->cmd->subtype == AT_AddColumn))
		mig_lint_report(lint,
						psprintf("name %s has to be quoted wherever it is used", quote_identifier(name)), NULL);
}

const MigRule mig_rule_quoted_name = {
	.name = "quoted-name",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_DESIGN,
	.summary = "A name with capitals, or of a keyword, has to be quoted wherever it is used.",
	.nodes = {T_CreateStmt, T_ColumnDef},
	.check = check_quoted,
};
