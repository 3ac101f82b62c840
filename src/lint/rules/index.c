/*
 * index.c
 *	  Rules about indexes: what building and dropping them blocks.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "utils/builtins.h"

#include "lint/define.h"
#include "lint/rules.h"
#include "lint/say.h"

/* The index, built one partition after the other. */
static const char *
safer_partitioned(const MigLint *lint, const IndexStmt *index)
{
	const char *name = mig_define_index_name(lint->table->name, index);

	return psprintf("%s;\n"
					"-- then, for each partition, in revisions with transactional => false:\n"
					"--   CREATE INDEX CONCURRENTLY partition_idx ON partition ...\n"
					"--   ALTER INDEX %s ATTACH PARTITION partition_idx",
					mig_say_index_only(lint, index), quote_identifier(name));
}

static const char *
safer_index(const MigLint *lint)
{
	int			word = mig_words_find(lint->words, 0, "INDEX");

	return psprintf(MIG_SAY_ALONE "%s;", mig_words_insert(lint->words, word, " CONCURRENTLY"));
}

static void
check_create(MigLint *lint, Node *node)
{
	IndexStmt  *index = castNode(IndexStmt, node);
	bool		partitioned = lint->table->kind == RELKIND_PARTITIONED_TABLE;

	if (index->concurrent || (partitioned && !index->relation->inh))
		return;
	mig_lint_report(lint,
					psprintf("building index %s reads all of %s while writes to it wait",
							 quote_identifier(mig_define_index_name(lint->table->name, index)),
							 mig_say_target(lint)),
					partitioned ? safer_partitioned(lint, index) : safer_index(lint));
}

const MigRule mig_rule_create_index = {
	.name = "create-index",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = ShareLock,
	.does = MIG_DOES_SCAN,
	.summary = "CREATE INDEX stops writes to the table until the index is built.",
	.nodes = {T_IndexStmt},
	.check = check_create,
};

static void
check_drop(MigLint *lint, Node *node)
{
	DropStmt   *drop = castNode(DropStmt, node);
	ListCell   *lc;

	if (drop->removeType != OBJECT_INDEX || drop->concurrent)
		return;
	foreach(lc, drop->objects)
	{
		RangeVar   *name = makeRangeVarFromNameList(lfirst(lc));
		MigTable   *index = mig_scene_find(lint->scene, name);

		if (index->of == NULL || !mig_lint_concerns(lint, index->of))
			continue;
		mig_lint_report(lint,
						psprintf("dropping index %s waits for everybody who uses table %s%s, and all who come later wait behind it",
								 mig_say_relation(name), mig_say_table(index->of), mig_say_rows(index->of)),
						index->kind == RELKIND_PARTITIONED_INDEX ?
						"-- there is no concurrent way for the index of a partitioned table: with a lock_timeout" :
						psprintf(MIG_SAY_ALONE "DROP INDEX CONCURRENTLY %s%s;",
								 drop->missing_ok ? "IF EXISTS " : "", mig_say_relation(name)));
	}
}

const MigRule mig_rule_drop_index = {
	.name = "drop-index",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "DROP INDEX locks the table against everybody, if briefly.",
	.nodes = {T_DropStmt},
	.check = check_drop,
};
