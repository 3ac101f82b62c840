/*
 * rows.c
 *	  Rules about statements that change rows.
 */
#include "postgres.h"

#include "catalog/pg_constraint.h"
#include "utils/builtins.h"

#include "base/compat.h"
#include "base/text.h"
#include "lint/rules.h"
#include "lint/say.h"

/* What an UPDATE sets, as it was written; NULL where that does not stand alone. */
static char *
assignments(const MigLint *lint, const UpdateStmt *update)
{
	ListCell   *cell;

	foreach(cell, update->targetList)
		if (IsA(lfirst_node(ResTarget, cell)->val, MultiAssignRef))
			return NULL;
	if (update->fromClause != NIL || mig_compat_returns(update) || update->withClause != NULL ||
		update->relation->alias != NULL)
		return NULL;
	return mig_text_trim(pstrdup(lint->text + linitial_node(ResTarget, update->targetList)->location));
}

static bool
has_primary_key(const MigTable *table)
{
	ListCell   *cell;

	foreach(cell, table->indexes)
		if (((MigIndex *) lfirst(cell))->primary)
			return true;
	return false;
}

static void
check_update(MigLint *lint, Node *node)
{
	UpdateStmt *update = castNode(UpdateStmt, node);
	char	   *set = assignments(lint, update);
	const char *column = quote_identifier(linitial_node(ResTarget, update->targetList)->name);

	if (update->whereClause != NULL || lint->table->rows == 0)
		return;
	mig_lint_report(lint,
					psprintf("updating all rows of %s in one transaction locks them until its end, and leaves as many dead ones",
							 mig_say_target(lint)),
					set != NULL && has_primary_key(lint->table) ?
					psprintf(MIG_SAY_ALONE "CALL migrate.backfill(%s, %s);",
							 quote_literal_cstr(mig_say_relation(update->relation)), quote_literal_cstr(set)) :
					psprintf("-- in batches, each a transaction, in a revision of its own with transactional => false:\n"
							 "%s WHERE %s IS NULL; -- and the next few thousand keys", lint->text, column));
}

const MigRule mig_rule_update_all = {
	.name = "update-all",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = RowExclusiveLock,
	.summary = "UPDATE without WHERE locks every row until the end of the transaction, and leaves as many dead ones.",
	.nodes = {T_UpdateStmt},
	.check = check_update,
};

static void
check_delete(MigLint *lint, Node *node)
{
	if (castNode(DeleteStmt, node)->whereClause != NULL || lint->table->rows == 0)
		return;
	mig_lint_report(lint,
					psprintf("deleting all rows of %s in one transaction locks them until its end, and leaves as many dead ones",
							 mig_say_target(lint)),
					psprintf("-- in batches, each a transaction, in a revision of its own with transactional => false:\n"
							 "%s WHERE true; -- and the next few thousand keys", lint->text));
}

const MigRule mig_rule_delete_all = {
	.name = "delete-all",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = RowExclusiveLock,
	.summary = "DELETE without WHERE loses all rows, and locks each until the end of the transaction.",
	.nodes = {T_DeleteStmt},
	.check = check_delete,
};

/* A deferred foreign key of the table, or one that refers to it, or NULL. */
static const MigConstraint *
deferred_key(const MigTable *table)
{
	ListCell   *lc;

	foreach(lc, table->constraints)
		if (((MigConstraint *) lfirst(lc))->type == CONSTRAINT_FOREIGN && ((MigConstraint *) lfirst(lc))->deferred)
			return lfirst(lc);
	foreach(lc, table->incoming)
		if (((MigConstraint *) lfirst(lc))->deferred)
			return lfirst(lc);
	return NULL;
}

static const MigConstraint *
pending_key(const MigLint *lint)
{
	ListCell   *lc;

	foreach(lc, lint->memos)
	{
		const MigMemo *memo = lfirst(lc);

		if (memo->rule == lint->rule && strcmp(memo->table, lint->table->name) == 0)
			return deferred_key(lint->table);
	}
	return NULL;
}

/* Rows that wait for their check stand in the way of ALTER TABLE. */
static void
check_pending(MigLint *lint, Node *node)
{
	const MigConstraint *key;

	if (IsA(node, ConstraintsSetStmt))
		mig_lint_forget(lint, NULL, NULL);
	if (lint->table == NULL || !mig_scene_known(lint->table))
		return;
	if (!IsA(node, AlterTableStmt) && !IsA(node, IndexStmt))
	{
		if (deferred_key(lint->table) != NULL)
			mig_lint_remember(lint, lint->table, "");
		return;
	}
	key = pending_key(lint);
	if (key != NULL)
		mig_lint_report(lint,
						psprintf("it fails if rows of table %s were changed before: they wait for foreign key %s, which is deferred",
								 mig_say_table(lint->table), quote_identifier(key->name)),
						psprintf("SET CONSTRAINTS ALL IMMEDIATE;\n%s;", lint->text));
}

const MigRule mig_rule_pending_checks = {
	.name = "pending-checks",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_BLOCK,
	.does = MIG_DOES_FAIL,
	.summary = "A table whose rows wait for a deferred check cannot be altered in the same transaction.",
	.nodes = {T_InsertStmt, T_UpdateStmt, T_DeleteStmt, T_ConstraintsSetStmt, T_AlterTableStmt, T_IndexStmt},
	.check = check_pending,
};
