/*
 * index_risk.c
 *	  Rules about indexes that fail to be built, or only seem to be.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "utils/builtins.h"

#include "base/text.h"
#include "lint/define.h"
#include "lint/rules.h"
#include "lint/say.h"

static void
check_exists(MigLint *lint, Node *node)
{
	IndexStmt  *index = castNode(IndexStmt, node);
	const MigIndex *there;

	if (!index->concurrent || !index->if_not_exists)
		return;
	there = mig_table_index(lint->table, index->idxname);
	mig_lint_report(lint,
					there != NULL && !there->valid ?
					psprintf("index %s is there and not valid, which IF NOT EXISTS is content with",
							 quote_identifier(index->idxname)) :
					psprintf("IF NOT EXISTS is content with whatever is named %s, an index that was left invalid or one of other columns",
							 quote_identifier(index->idxname)),
					psprintf("-- deploy drops an invalid one that an interrupted run has left, without being told\n"
							 "%s", mig_words_without(lint->words, "IF NOT EXISTS")));
}

const MigRule mig_rule_index_if_not_exists = {
	.name = "index-if-not-exists",
	.severity = MIG_WARNING,
	.summary = "IF NOT EXISTS takes an index that was left invalid for the one that is wanted.",
	.nodes = {T_IndexStmt},
	.check = check_exists,
};

static void
check_drop_partitioned(MigLint *lint, const DropStmt *drop)
{
	ListCell   *lc;

	foreach(lc, drop->removeType == OBJECT_INDEX && drop->concurrent ? drop->objects : NIL)
	{
		RangeVar   *name = makeRangeVarFromNameList(lfirst(lc));

		if (mig_scene_find(lint->scene, name)->kind == RELKIND_PARTITIONED_INDEX)
			mig_lint_report(lint,
							psprintf("dropping index %s fails: it is of a partitioned table, which has no CONCURRENTLY",
									 mig_say_relation(name)),
							psprintf("-- with a lock_timeout:\nDROP INDEX %s;", mig_say_relation(name)));
	}
}

static void
check_partitioned(MigLint *lint, Node *node)
{
	IndexStmt  *index = (IndexStmt *) node;

	if (IsA(node, DropStmt))
		check_drop_partitioned(lint, (DropStmt *) node);
	else if (index->concurrent && lint->table->kind == RELKIND_PARTITIONED_TABLE)
		mig_lint_report(lint,
						psprintf("building index %s fails: %s is partitioned, which has no CONCURRENTLY",
								 quote_identifier(mig_define_index_name(lint->table->name, index)), mig_say_target(lint)),
						psprintf("%s;\n-- then, for each partition: CREATE INDEX CONCURRENTLY, and ALTER INDEX %s ATTACH PARTITION",
								 mig_say_index_only(lint, index),
								 quote_identifier(mig_define_index_name(lint->table->name, index))));
}

const MigRule mig_rule_concurrently_partitioned = {
	.name = "concurrently-partitioned",
	.severity = MIG_ERROR,
	.does = MIG_DOES_FAIL,
	.summary = "The index of a partitioned table can be neither built nor dropped concurrently.",
	.nodes = {T_IndexStmt, T_DropStmt},
	.check = check_partitioned,
};

/* Is one of the columns new, or do some of them have a unique index already? */
static bool
is_surely_unique(const MigTable *table, const List *columns)
{
	ListCell   *lc;
	ListCell   *key;

	foreach(lc, columns)
	{
		const MigColumn *column = mig_table_column(table, lfirst(lc));

		if (column != NULL && column->fresh)
			return true;
	}
	foreach(lc, table->indexes)
	{
		const MigIndex *index = lfirst(lc);
		bool		covered = index->unique && index->valid && !index->partial;

		foreach(key, index->columns)
			covered &= mig_text_among(columns, lfirst(key));
		if (covered)
			return true;
	}
	return false;
}

static void
report_unique(MigLint *lint, const List *columns, const char *condition)
{
	const char *names = mig_say_list(columns);

	if (lint->table->rows == 0 || is_surely_unique(lint->table, columns))
		return;
	mig_lint_report(lint,
					psprintf("it fails if two rows of %s have the same %s", mig_say_target(lint), names),
					psprintf("-- look first:\nSELECT %s, count(*) FROM %s%s GROUP BY %s HAVING count(*) > 1;",
							 names, mig_say_relation(lint->relation), condition, names));
}

static void
check_unique_index(MigLint *lint, const IndexStmt *index)
{
	List	   *columns = NIL;
	ListCell   *lc;
	int			word = mig_words_find(lint->words, 0, "WHERE");

	foreach(lc, index->indexParams)
	{
		if (lfirst_node(IndexElem, lc)->name == NULL)
			return;
		columns = lappend(columns, lfirst_node(IndexElem, lc)->name);
	}
	if (index->unique)
		report_unique(lint, columns, word < 0 ? "" :
					  psprintf(" %s", lint->text + lint->words->words[word].start));
}

static void
check_unique(MigLint *lint, Node *node)
{
	Constraint *constraint = (Constraint *) node;

	if (IsA(node, IndexStmt))
		check_unique_index(lint, (IndexStmt *) node);
	else if ((constraint->contype == CONSTR_UNIQUE || constraint->contype == CONSTR_PRIMARY) &&
			 lint->cmd != NULL && lint->column == NULL && constraint->indexname == NULL)
		report_unique(lint, mig_define_names(constraint->keys), "");
}

const MigRule mig_rule_unique_fails = {
	.name = "unique-fails",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_DESIGN,
	.summary = "A unique index fails, after it has read the table, if the rows are not unique.",
	.nodes = {T_IndexStmt, T_Constraint},
	.check = check_unique,
};
