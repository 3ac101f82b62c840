/*
 * reindex.c
 *	  Rules about indexes that are built anew or altered.
 */
#include "postgres.h"

#include "commands/tablecmds.h"

#include "lint/locks.h"
#include "lint/rules.h"
#include "lint/say.h"

/* What can be built anew, as REINDEX names it. */
static const char *const reindex_words[] = {
	[REINDEX_OBJECT_INDEX] = "INDEX",
	[REINDEX_OBJECT_TABLE] = "TABLE",
	[REINDEX_OBJECT_SCHEMA] = "SCHEMA",
	[REINDEX_OBJECT_SYSTEM] = "SYSTEM",
	[REINDEX_OBJECT_DATABASE] = "DATABASE",
};

static void
check_reindex(MigLint *lint, Node *node)
{
	ReindexStmt *reindex = castNode(ReindexStmt, node);
	const MigTable *table = lint->table != NULL && lint->table->of != NULL ? lint->table->of : lint->table;
	int			word = mig_words_find(lint->words, 0, reindex_words[reindex->kind]);

	if (mig_locks_option(reindex->params, "concurrently") || (table != NULL && !mig_lint_concerns(lint, table)))
		return;
	mig_lint_report(lint,
					table == NULL ? "building indexes anew locks one table after the other against writes, and the indexes against everybody" :
					psprintf("building indexes of %s%s anew stops writes to it, and whoever would use them",
							 mig_say_table(table), mig_say_rows(table)),
					reindex->kind == REINDEX_OBJECT_SYSTEM ? NULL :
					psprintf(MIG_SAY_ALONE "%s;", mig_words_insert(lint->words, word, " CONCURRENTLY")));
}

const MigRule mig_rule_reindex = {
	.name = "reindex",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS,
	.does = MIG_DOES_SCAN,
	.summary = "REINDEX stops writes to the table, and whoever would use the index, until it is built.",
	.nodes = {T_ReindexStmt},
	.check = check_reindex,
};

static void
check_alter(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);

	if (castNode(AlterTableStmt, lint->stmt)->objtype != OBJECT_INDEX || lint->table->of == NULL ||
		(cmd->subtype != AT_SetRelOptions && cmd->subtype != AT_ResetRelOptions) ||
		AlterTableGetLockLevel(list_make1(cmd)) < AccessExclusiveLock || !mig_lint_concerns(lint, lint->table->of))
		return;
	mig_lint_report(lint,
					psprintf("this option of index %s needs it for itself: whoever reads or writes table %s%s waits",
							 mig_say_relation(lint->relation), mig_say_table(lint->table->of),
							 mig_say_rows(lint->table->of)),
					NULL);
}

const MigRule mig_rule_alter_index = {
	.name = "alter-index",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS,
	.lock = AccessExclusiveLock,
	.summary = "Some options of an index can be changed only while nobody uses it, not even to plan a query.",
	.nodes = {T_AlterTableCmd},
	.check = check_alter,
};
