/*
 * policy_of_tables.c
 *	  Optional rules about what every table has to have.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"

#include "lint/rules.h"
#include "lint/say.h"

/* A table that is made for others to use, on its own. */
static void
remember_table(MigLint *lint, CreateStmt *create)
{
	if (create->relation->relpersistence != RELPERSISTENCE_TEMP && create->inhRelations == NIL &&
		create->ofTypename == NULL)
		mig_lint_remember(lint, lint->table, "");
}

static void
check_key(MigLint *lint, Node *node)
{
	remember_table(lint, castNode(CreateStmt, node));
}

static void
report_key(MigLint *lint, MigTable *table, const char *name)
{
	ListCell   *lc;

	if (!mig_scene_known(table))
		return;
	foreach(lc, table->constraints)
		if (((MigConstraint *) lfirst(lc))->type == CONSTRAINT_PRIMARY)
			return;
	mig_lint_report(lint, psprintf("table %s has no primary key", mig_say_table(table)), NULL);
}

static void
finish_key(MigLint *lint)
{
	mig_lint_recall(lint, report_key);
}

const MigRule mig_rule_table_without_key = {
	.name = "table-without-key",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_DESIGN,
	.summary = "A table without a primary key can be neither replicated nor repaired row by row.",
	.nodes = {T_CreateStmt},
	.check = check_key,
	.finish = finish_key,
};

static void
check_comment(MigLint *lint, Node *node)
{
	CommentStmt *comment = (CommentStmt *) node;

	if (IsA(node, CreateStmt))
		remember_table(lint, (CreateStmt *) node);
	else if (comment->objtype == OBJECT_TABLE && comment->comment != NULL)
		mig_lint_forget(lint, strVal(llast(castNode(List, comment->object))), NULL);
}

static void
report_comment(MigLint *lint, MigTable *table, const char *name)
{
	if (mig_scene_known(table))
		mig_lint_report(lint, psprintf("table %s has no comment", mig_say_table(table)),
						psprintf("-- COMMENT ON TABLE %s IS '...';", mig_say_table(table)));
}

static void
finish_comment(MigLint *lint)
{
	mig_lint_recall(lint, report_comment);
}

const MigRule mig_rule_table_without_comment = {
	.name = "table-without-comment",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_DESIGN,
	.summary = "Nobody says what the table is for.",
	.nodes = {T_CreateStmt, T_CommentStmt},
	.check = check_comment,
	.finish = finish_comment,
};

static void
check_exists(MigLint *lint, Node *node)
{
	bool		lax = IsA(node, CreateStmt) ? ((CreateStmt *) node)->if_not_exists :
		IsA(node, IndexStmt) ? ((IndexStmt *) node)->if_not_exists :
		IsA(node, DropStmt) ? ((DropStmt *) node)->missing_ok :
		((AlterTableCmd *) node)->missing_ok;

	if (lax)
		mig_lint_report(lint, "IF [NOT] EXISTS is content with whatever is there, and the schema is no longer what the revisions say",
						IsA(node, AlterTableCmd) ? NULL :
						psprintf("%s;", mig_words_without(mig_words_scan(mig_words_without(lint->words, "IF NOT EXISTS")),
														  "IF EXISTS")));
}

const MigRule mig_rule_if_exists = {
	.name = "if-exists",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_BLOCK,
	.summary = "IF [NOT] EXISTS hides that the schema is not what it should be; an atomic revision needs none.",
	.nodes = {T_CreateStmt, T_IndexStmt, T_DropStmt, T_AlterTableCmd},
	.check = check_exists,
};
