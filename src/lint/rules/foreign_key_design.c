/*
 * foreign_key_design.c
 *	  Rules about foreign keys that are made: their types, their indexes, their number.
 *	  What they are is known at the end of the script.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_constraint.h"
#include "parser/parse_coerce.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/text.h"
#include "lint/rules.h"
#include "lint/say.h"

static void
remember_key(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);

	if (constraint->contype == CONSTR_FOREIGN && lint->table != NULL)
		mig_lint_remember(lint, lint->table, mig_say_constraint_name(lint, constraint));
}

/* The foreign key that was remembered; NULL when it is gone again. */
static const MigConstraint *
foreign_key(const MigTable *table, const char *name)
{
	const MigConstraint *key = mig_table_constraint(table, name);

	return key != NULL && key->type == CONSTRAINT_FOREIGN ? key : NULL;
}

static void
report_index(MigLint *lint, MigTable *table, const char *name)
{
	const MigConstraint *key = foreign_key(table, name);
	const char *columns;

	if (key == NULL || mig_table_has_index_on(table, key->columns))
		return;
	columns = mig_say_list(key->columns);
	mig_lint_report(lint,
					psprintf("foreign key %s has no index on %s (%s): deleting from %s, or changing its key, reads all of %s for each row",
							 quote_identifier(name), mig_say_table(table), columns,
							 quote_identifier(key->table), mig_say_table(table)),
					table->fresh ? psprintf("CREATE INDEX ON %s (%s);", mig_say_table(table), columns) :
					psprintf(MIG_SAY_ALONE "CREATE INDEX CONCURRENTLY ON %s (%s);", mig_say_table(table), columns));
}

static void
finish_index(MigLint *lint)
{
	mig_lint_recall(lint, report_index);
}

const MigRule mig_rule_foreign_key_index = {
	.name = "foreign-key-index",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_DESIGN,
	.summary = "Without an index on the columns of a foreign key, a delete at its other end reads the whole table.",
	.nodes = {T_Constraint},
	.check = remember_key,
	.finish = finish_index,
};

/* The columns that a foreign key refers to. */
static List *
referenced_columns(const MigTable *parent, const MigConstraint *key)
{
	ListCell   *lc;

	if (key->others != NIL)
		return key->others;
	foreach(lc, parent->constraints)
		if (((MigConstraint *) lfirst(lc))->type == CONSTRAINT_PRIMARY)
			return ((MigConstraint *) lfirst(lc))->columns;
	return NIL;
}

/* Are they stored and compared in the same way? */
static bool
are_alike(const MigColumn *child, const MigColumn *parent)
{
	Oid			left;
	Oid			right;

	if (child == NULL || parent == NULL || !OidIsValid(child->type) || !OidIsValid(parent->type))
		return true;
	left = getBaseType(child->type);
	right = getBaseType(parent->type);
	return left == right || IsBinaryCoercible(left, right) || IsBinaryCoercible(right, left);
}

static void
report_type(MigLint *lint, MigTable *table, const char *name)
{
	const MigConstraint *key = foreign_key(table, name);
	const MigTable *parent;
	List	   *others;

	if (key == NULL)
		return;
	parent = mig_scene_lookup(lint->scene, key->schema, key->table);
	others = referenced_columns(parent, key);
	for (int i = 0; i < Min(list_length(others), list_length(key->columns)); i++)
	{
		const MigColumn *left = mig_table_column(table, list_nth(key->columns, i));
		const MigColumn *right = mig_table_column(parent, list_nth(others, i));

		if (!are_alike(left, right))
			mig_lint_report(lint,
							psprintf("column %s of foreign key %s is of type %s, and what it refers to, %s.%s, of type %s",
									 quote_identifier(left->name), quote_identifier(name), format_type_be(left->type),
									 mig_say_table(parent), quote_identifier(right->name), format_type_be(right->type)),
							table->fresh ? psprintf("-- in the definition of the table: %s %s",
													quote_identifier(left->name), format_type_be(right->type)) :
							"-- give both columns the same type first");
	}
}

static void
finish_type(MigLint *lint)
{
	mig_lint_recall(lint, report_type);
}

const MigRule mig_rule_foreign_key_type = {
	.name = "foreign-key-type",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_DESIGN,
	.summary = "The columns at the two ends of a foreign key have different types.",
	.nodes = {T_Constraint},
	.check = remember_key,
	.finish = finish_type,
};

/* A table at the other end that others use. */
static void
remember_other(MigLint *lint, MigTable *other)
{
	if (mig_scene_known(other) && mig_lint_concerns(lint, other))
		mig_lint_remember(lint, other, "");
}

static void
remember_dropped(MigLint *lint, const DropStmt *drop)
{
	ListCell   *lc;
	ListCell   *key;

	foreach(lc, drop->removeType == OBJECT_TABLE ? drop->objects : NIL)
	{
		const MigTable *table = mig_scene_find(lint->scene, makeRangeVarFromNameList(lfirst(lc)));

		foreach(key, table->constraints)
		{
			const MigConstraint *constraint = lfirst(key);

			if (constraint->type == CONSTRAINT_FOREIGN)
				remember_other(lint, mig_scene_lookup(lint->scene, constraint->schema, constraint->table));
		}
	}
}

static void
check_many(MigLint *lint, Node *node)
{
	if (IsA(node, DropStmt))
		remember_dropped(lint, (DropStmt *) node);
	else if (((Constraint *) node)->contype == CONSTR_FOREIGN)
		remember_other(lint, mig_scene_find(lint->scene, ((Constraint *) node)->pktable));
}

static void
finish_many(MigLint *lint)
{
	List	   *others = NIL;
	ListCell   *lc;

	foreach(lc, lint->memos)
	{
		const MigMemo *memo = lfirst(lc);

		if (memo->rule == lint->rule && !mig_text_among(others, memo->table))
			others = lappend(others, unconstify(char *, memo->table));
	}
	if (list_length(others) > 1)
		mig_lint_report(lint,
						psprintf("foreign keys to %d tables in one transaction lock each of them until its end: %s",
								 list_length(others), mig_say_list(others)),
						"-- one foreign key in a revision: others do not wait for all of the tables, and cannot deadlock with it");
}

const MigRule mig_rule_many_foreign_keys = {
	.name = "many-foreign-keys",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS | MIG_RULE_BLOCK,
	.summary = "Foreign keys to several tables, made or dropped in one transaction, lock all of them at once.",
	.nodes = {T_Constraint, T_DropStmt},
	.check = check_many,
	.finish = finish_many,
};
