/*
 * enum.c
 *	  Rules about the values of enums.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "nodes/nodeFuncs.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "lint/judge.h"
#include "lint/rules.h"
#include "lint/say.h"

/* What a statement has of an enum and of a value of it. */
typedef struct Usage
{
	MigLint    *lint;
	const MigValue *value;
	bool		type;			/* it names the type, or a table with a column of it */
	bool		literal;
} Usage;

static bool
is_of_type(const TypeName *name, const char *type)
{
	return name->names != NIL && strcmp(strVal(llast(name->names)), type) == 0;
}

static bool
has_column_of(const MigTable *table, const char *type)
{
	ListCell   *lc;

	foreach(lc, table->columns)
	{
		Oid			oid = ((MigColumn *) lfirst(lc))->type;
		char	   *name = OidIsValid(oid) ? format_type_extended(oid, -1, FORMAT_TYPE_INVALID_AS_NULL) : NULL;
		const char *bare = name != NULL && strrchr(name, '.') != NULL ? strrchr(name, '.') + 1 : name;

		if (bare != NULL && (strcmp(bare, type) == 0 || strcmp(bare, quote_identifier(type)) == 0))
			return true;
	}
	return false;
}

static bool
find_usage(Node *node, void *arg)
{
	Usage	   *usage = arg;

	if (node == NULL)
		return false;
	if (IsA(node, A_Const))
		usage->literal |= !((A_Const *) node)->isnull && nodeTag(&((A_Const *) node)->val) == T_String &&
			strcmp(strVal(&((A_Const *) node)->val), usage->value->value) == 0;
	else if (IsA(node, TypeCast))
		usage->type |= is_of_type(((TypeCast *) node)->typeName, usage->value->type);
	else if (IsA(node, RangeVar))
		usage->type |= has_column_of(mig_scene_find(usage->lint->scene, (RangeVar *) node), usage->value->type);
	return raw_expression_tree_walker(node, find_usage, arg);
}

/* The same in what the walker does not go into: the actions of ALTER TABLE. */
static void
find_in_actions(Usage *usage, const AlterTableStmt *alter)
{
	ListCell   *lc;

	find_usage((Node *) alter->relation, usage);
	foreach(lc, alter->cmds)
	{
		Node	   *def = lfirst_node(AlterTableCmd, lc)->def;
		ListCell   *part;

		if (def != NULL && IsA(def, ColumnDef))
		{
			usage->type |= ((ColumnDef *) def)->typeName != NULL &&
				is_of_type(((ColumnDef *) def)->typeName, usage->value->type);
			foreach(part, ((ColumnDef *) def)->constraints)
				find_usage(lfirst_node(Constraint, part)->raw_expr, usage);
			find_usage(((ColumnDef *) def)->raw_default, usage);
		}
		else if (def != NULL && IsA(def, Constraint))
			find_usage(((Constraint *) def)->raw_expr, usage);
		else if (lfirst_node(AlterTableCmd, lc)->subtype == AT_ColumnDefault)
			find_usage(def, usage);
	}
}

static bool
uses(MigLint *lint, const MigValue *value)
{
	Usage		usage = {lint, value};

	if (IsA(lint->stmt, AlterTableStmt))
		find_in_actions(&usage, (AlterTableStmt *) lint->stmt);
	else
		find_usage(lint->stmt, &usage);
	return usage.type && usage.literal;
}

static void
check_used(MigLint *lint, Node *node)
{
	ListCell   *lc;

	foreach(lc, lint->scene->values)
	{
		const MigValue *value = lfirst(lc);

		if (value->script == lint->scene->script && uses(lint, value))
			mig_lint_report(lint,
							psprintf("it fails: value %s of type %s was added in the same transaction, and cannot be used before that is committed",
									 quote_literal_cstr(value->value), quote_identifier(value->type)),
							psprintf(MIG_SAY_NEXT "-- and with deploy, which commits between them\n%s;", lint->text));
	}
}

const MigRule mig_rule_enum_value_used = {
	.name = "enum-value-used",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_BLOCK,
	.does = MIG_DOES_FAIL,
	.summary = "A value that is added to an enum cannot be used in the same transaction.",
	.nodes = {T_SelectStmt, T_InsertStmt, T_UpdateStmt, T_DeleteStmt, T_AlterTableStmt},
	.check = check_used,
};

/* upgrade() runs several revisions in one transaction. */
static void
check_later(MigLint *lint, Node *node)
{
	ListCell   *lc;

	foreach(lc, lint->scene->values)
	{
		const MigValue *value = lfirst(lc);

		if (value->script != lint->scene->script && uses(lint, value))
			mig_lint_report(lint,
							psprintf("value %s of type %s is added by another pending revision: upgrade, which runs both in one transaction, fails here",
									 quote_literal_cstr(value->value), quote_identifier(value->type)),
							"-- CALL migrate.deploy() commits between them");
	}
}

const MigRule mig_rule_enum_value_later = {
	.name = "enum-value-later",
	.severity = MIG_WARNING,
	.summary = "A value that a pending revision adds to an enum cannot be used by the next one in the same transaction.",
	.nodes = {T_SelectStmt, T_InsertStmt, T_UpdateStmt, T_DeleteStmt, T_AlterTableStmt},
	.check = check_later,
};

static void
check_create(MigLint *lint, Node *node)
{
	mig_lint_report(lint,
					psprintf("values of enum %s can be added and renamed, but not removed, and their order stays",
							 NameListToString(castNode(CreateEnumStmt, node)->typeName)),
					"-- a table of the values, to which a foreign key refers");
}

const MigRule mig_rule_create_enum = {
	.name = "create-enum",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_DESIGN,
	.summary = "The values of an enum cannot be removed.",
	.nodes = {T_CreateEnumStmt},
	.check = check_create,
};

static void
check_order(MigLint *lint, Node *node)
{
	AlterEnumStmt *alter = castNode(AlterEnumStmt, node);

	if (alter->oldVal == NULL && alter->newValNeighbor == NULL)
		mig_lint_report(lint,
						psprintf("value %s sorts after all others of type %s",
								 quote_literal_cstr(alter->newVal), NameListToString(alter->typeName)),
						psprintf("-- if another place is meant:\n-- %s BEFORE '...'", lint->text));
}

const MigRule mig_rule_enum_order = {
	.name = "enum-order",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_DESIGN,
	.summary = "A value that is added without BEFORE or AFTER sorts last.",
	.nodes = {T_AlterEnumStmt},
	.check = check_order,
};
