/*
 * index_design.c
 *	  Rules about indexes that bring less than they cost.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "lint/define.h"
#include "lint/rules.h"
#include "lint/say.h"

static const char *
index_name(const MigLint *lint, const IndexStmt *index)
{
	return mig_define_index_name(lint->table->name, index);
}

static void
remember_index(MigLint *lint, Node *node)
{
	mig_lint_remember(lint, lint->table, index_name(lint, castNode(IndexStmt, node)));
}

/* Are the keys of one the first keys of the other? */
static bool
is_prefix(const MigIndex *index, const MigIndex *other)
{
	if (index == other || !index->plain || !other->plain || !other->valid ||
		strcmp(index->method, other->method) != 0 ||
		list_length(index->columns) > list_length(other->columns))
		return false;
	for (int i = 0; i < list_length(index->columns); i++)
		if (strcmp(list_nth(index->columns, i), list_nth(other->columns, i)) != 0)
			return false;
	return true;
}

static void
report_duplicate(MigLint *lint, MigTable *table, const char *name)
{
	const MigIndex *index = mig_table_index(table, name);
	ListCell   *lc;

	foreach(lc, index != NULL ? table->indexes : NIL)
	{
		const MigIndex *other = lfirst(lc);

		if (!index->unique && is_prefix(index, other))
			mig_lint_report(lint,
							psprintf("index %s can do nothing that index %s of table %s cannot, which begins with the same columns",
									 quote_identifier(name), quote_identifier(other->name), mig_say_table(table)), NULL);
		else if (!other->unique && !other->fresh && is_prefix(other, index))
			mig_lint_report(lint,
							psprintf("with index %s, index %s of table %s is of no use any more: it begins with the same columns",
									 quote_identifier(name), quote_identifier(other->name), mig_say_table(table)),
							psprintf(MIG_SAY_ALONE "DROP INDEX CONCURRENTLY %s;",
									 quote_qualified_identifier(strcmp(table->schema, "public") == 0 ? NULL : table->schema,
																other->name)));
	}
}

static void
finish_duplicate(MigLint *lint)
{
	mig_lint_recall(lint, report_duplicate);
}

const MigRule mig_rule_duplicate_index = {
	.name = "duplicate-index",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_DESIGN,
	.summary = "Two indexes begin with the same columns; one of them does for both.",
	.nodes = {T_IndexStmt},
	.check = remember_index,
	.finish = finish_duplicate,
};

static void
check_wide(MigLint *lint, Node *node)
{
	IndexStmt  *index = castNode(IndexStmt, node);

	if (!index->unique && list_length(index->indexParams) > 3 && strcmp(index->accessMethod, "btree") == 0)
		mig_lint_report(lint,
						psprintf("index %s has %d columns: what comes after the third seldom pays for its place",
								 quote_identifier(index_name(lint, index)), list_length(index->indexParams)), NULL);
}

const MigRule mig_rule_wide_index = {
	.name = "wide-index",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_DESIGN,
	.summary = "An index of more than three columns is large, and seldom better than one of its first columns.",
	.nodes = {T_IndexStmt},
	.check = check_wide,
};

static void
check_hash(MigLint *lint, Node *node)
{
	IndexStmt  *index = castNode(IndexStmt, node);

	if (strcmp(index->accessMethod, "hash") == 0)
		mig_lint_report(lint,
						psprintf("hash index %s can be asked for equality only, and cannot be unique",
								 quote_identifier(index_name(lint, index))), NULL);
}

const MigRule mig_rule_hash_index = {
	.name = "hash-index",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_DESIGN,
	.summary = "A hash index serves equality only, which a btree does, too.",
	.nodes = {T_IndexStmt},
	.check = check_hash,
};

/* After ANALYZE of its table, what was remembered of it is settled. */
static void
forget(MigLint *lint, const VacuumStmt *vacuum)
{
	ListCell   *lc;

	if (vacuum->rels == NIL)
		mig_lint_forget(lint, NULL, NULL);
	foreach(lc, vacuum->rels)
		mig_lint_forget(lint, lfirst_node(VacuumRelation, lc)->relation->relname, NULL);
}

static void
check_expression(MigLint *lint, Node *node)
{
	ListCell   *lc;

	if (IsA(node, VacuumStmt))
		forget(lint, (VacuumStmt *) node);
	else
		foreach(lc, castNode(IndexStmt, node)->indexParams)
			if (lfirst_node(IndexElem, lc)->name == NULL)
			{
				remember_index(lint, node);
				return;
			}
}

static void
report_expression(MigLint *lint, MigTable *table, const char *name)
{
	if (mig_table_index(table, name) != NULL)
		mig_lint_report(lint,
						psprintf("nothing is known of the values of index %s, an expression, until table %s is analyzed",
								 quote_identifier(name), mig_say_table(table)),
						psprintf("ANALYZE %s;", mig_say_table(table)));
}

static void
finish_expression(MigLint *lint)
{
	mig_lint_recall(lint, report_expression);
}

const MigRule mig_rule_expression_index = {
	.name = "expression-index",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_DESIGN,
	.summary = "An index of an expression has no statistics until the next ANALYZE.",
	.nodes = {T_IndexStmt, T_VacuumStmt},
	.check = check_expression,
	.finish = finish_expression,
};
