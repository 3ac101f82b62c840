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

static const MigIndex *
primary_key(const MigTable *table)
{
	ListCell   *cell;

	foreach(cell, table->indexes)
		if (((MigIndex *) lfirst(cell))->primary)
			return lfirst(cell);
	return NULL;
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
					set != NULL && primary_key(lint->table) != NULL ?
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

/* The columns of the table of which a foreign key that refers to it is. */
static const List *
referenced(const MigTable *table, const MigConstraint *key)
{
	const MigIndex *primary = key->others == NIL ? primary_key(table) : NULL;

	return primary != NULL ? primary->columns : key->others;
}

static bool
sets_one(const UpdateStmt *update, const List *columns)
{
	ListCell   *lc;

	foreach(lc, update->targetList)
		if (mig_text_among(columns, lfirst_node(ResTarget, lc)->name))
			return true;
	return false;
}

/* Are there rows after the statement that wait for the check of a deferred foreign key of their table? */
static bool
waits_for(const MigConstraint *key, const Node *stmt)
{
	return key->type == CONSTRAINT_FOREIGN && key->deferred &&
		(IsA(stmt, InsertStmt) || (IsA(stmt, UpdateStmt) && sets_one((const UpdateStmt *) stmt, key->columns)));
}

/* The same for one that refers to it. */
static bool
is_waited_for(const MigTable *table, const MigConstraint *key, const Node *stmt)
{
	return key->deferred &&
		(IsA(stmt, DeleteStmt) ||
		 (IsA(stmt, UpdateStmt) && sets_one((const UpdateStmt *) stmt, referenced(table, key))));
}

static void
remember_pending(MigLint *lint, const Node *stmt)
{
	ListCell   *lc;

	foreach(lc, lint->table->constraints)
		if (waits_for(lfirst(lc), stmt))
			mig_lint_remember(lint, lint->table, ((MigConstraint *) lfirst(lc))->name);
	foreach(lc, lint->table->incoming)
		if (is_waited_for(lint->table, lfirst(lc), stmt))
			mig_lint_remember(lint, lint->table, ((MigConstraint *) lfirst(lc))->name);
}

/* The foreign key for which rows of the table wait, or NULL. */
static const char *
pending_key(const MigLint *lint)
{
	ListCell   *lc;

	foreach(lc, lint->memos)
	{
		const MigMemo *memo = lfirst(lc);

		if (memo->rule == lint->rule && strcmp(memo->table, lint->table->name) == 0)
			return memo->name;
	}
	return NULL;
}

/* Rows that wait for their check stand in the way of ALTER TABLE. */
static void
check_pending(MigLint *lint, Node *node)
{
	const char *key;

	if (IsA(node, ConstraintsSetStmt))
		mig_lint_forget(lint, NULL, NULL);
	if (lint->table == NULL || !mig_scene_known(lint->table))
		return;
	if (!IsA(node, AlterTableStmt) && !IsA(node, IndexStmt))
	{
		remember_pending(lint, node);
		return;
	}
	key = pending_key(lint);
	if (key != NULL)
		mig_lint_report(lint,
						psprintf("it fails if rows of table %s were changed before: they wait for foreign key %s, which is deferred",
								 mig_say_table(lint->table), quote_identifier(key)),
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
