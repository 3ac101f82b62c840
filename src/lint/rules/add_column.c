/*
 * add_column.c
 *	  Rules about columns that are added to tables that are there.
 */
#include "postgres.h"

#include "commands/defrem.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/compat.h"
#include "lint/judge.h"
#include "lint/rules.h"
#include "lint/say.h"

static const char *
default_text(const MigLint *lint, const Constraint *constraint)
{
	return mig_say_column_constraint(lint, constraint) + strlen("DEFAULT");
}

static void
check_default(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);
	const char *table = mig_say_relation(lint->relation);
	const char *column;

	if (constraint->contype != CONSTR_DEFAULT || lint->cmd == NULL ||
		!mig_judge_volatile(lint->scene, constraint->raw_expr))
		return;
	column = quote_identifier(lint->column->colname);
	mig_lint_report(lint,
					psprintf("adding column %s with a default that differs from row to row writes all of %s anew while nobody else can read or write it",
							 column, mig_say_target(lint)),
					psprintf("ALTER TABLE %s ADD COLUMN %s;\n"
							 "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT%s;\n"
							 "-- then, in batches, in a revision of its own with transactional => false:\n"
							 "UPDATE %s SET %s = DEFAULT WHERE %s IS NULL;",
							 table, mig_say_column(lint, lint->column), table, column,
							 default_text(lint, constraint), table, column, column));
}

const MigRule mig_rule_add_column_volatile_default = {
	.name = "add-column-volatile-default",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "A default that differs from row to row writes the whole table anew.",
	.nodes = {T_Constraint},
	.check = check_default,
};

/* Does something else fill the column where no value is given? */
static bool
has_filling(const ColumnDef *column)
{
	ListCell   *lc;

	foreach(lc, column->constraints)
	{
		ConstrType	type = lfirst_node(Constraint, lc)->contype;

		if (type == CONSTR_DEFAULT || type == CONSTR_IDENTITY || type == CONSTR_GENERATED)
			return true;
	}
	return false;
}

static const char *
safer_not_null(const MigLint *lint, const Constraint *constraint)
{
	const char *table = mig_say_relation(lint->relation);
	const char *column = quote_identifier(lint->column->colname);
	const char *check = quote_identifier(makeObjectName(lint->relation->relname, lint->column->colname, "not_null"));

	return psprintf("ALTER TABLE %s ADD COLUMN %s;\n"
					"ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID;\n"
					"-- then give the rows that are there a value, in batches, and in the next revision:\n"
					"ALTER TABLE %s VALIDATE CONSTRAINT %s;\n"
					MIG_SAY_THEN "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL;\n"
					"ALTER TABLE %s DROP CONSTRAINT %s;",
					table, mig_say_column_without(lint, lint->column, constraint),
					table, check, column, table, check, table, column, table, check);
}

static void
check_not_null(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);

	if (lint->cmd == NULL || lint->column == NULL || lint->table->rows == 0 ||
		(constraint->contype != CONSTR_NOTNULL && constraint->contype != CONSTR_PRIMARY) ||
		has_filling(lint->column) || OidIsValid(mig_judge_serial(lint->column)))
		return;
	mig_lint_report(lint,
					psprintf("adding column %s NOT NULL without a default fails if %s has a row",
							 quote_identifier(lint->column->colname), mig_say_target(lint)),
					safer_not_null(lint, constraint));
}

const MigRule mig_rule_add_column_not_null = {
	.name = "add-column-not-null",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD,
	.does = MIG_DOES_FAIL,
	.summary = "A column that is NOT NULL and has no default cannot be added to rows that are there.",
	.nodes = {T_Constraint},
	.check = check_not_null,
};

static bool
is_identity(const ColumnDef *column)
{
	ListCell   *lc;

	foreach(lc, column->constraints)
		if (lfirst_node(Constraint, lc)->contype == CONSTR_IDENTITY)
			return true;
	return false;
}

static void
check_serial(MigLint *lint, Node *node)
{
	ColumnDef  *column = castNode(ColumnDef, node);
	const char *table = mig_say_relation(lint->relation);
	const char *name = quote_identifier(column->colname);
	Oid			base = mig_judge_serial(column);
	const char *sequence;

	if (lint->cmd == NULL || lint->cmd->subtype != AT_AddColumn || (!OidIsValid(base) && !is_identity(column)))
		return;
	sequence = quote_qualified_identifier(lint->relation->schemaname,
										  makeObjectName(lint->relation->relname, column->colname, "seq"));
	mig_lint_report(lint,
					psprintf("adding column %s with a sequence writes all of %s anew while nobody else can read or write it",
							 name, mig_say_target(lint)),
					psprintf("ALTER TABLE %s ADD COLUMN %s;\n"
							 "CREATE SEQUENCE %s OWNED BY %s.%s;\n"
							 "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT nextval(%s);\n"
							 "-- then, in batches, in a revision of its own with transactional => false:\n"
							 "UPDATE %s SET %s = DEFAULT WHERE %s IS NULL;",
							 table, OidIsValid(base) ? psprintf("%s %s", name, format_type_be(base)) : mig_say_column(lint, column),
							 sequence, table, name, table, name, quote_literal_cstr(sequence), table, name, name));
}

const MigRule mig_rule_add_column_sequence = {
	.name = "add-column-sequence",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "A serial or identity column gives every row another number: the whole table is written anew.",
	.nodes = {T_ColumnDef},
	.check = check_serial,
};

/* The expression of GENERATED ALWAYS AS (...), with its parentheses. */
static const char *
generation(const MigLint *lint, const Constraint *constraint)
{
	MigWords   *words = mig_words_scan(mig_say_column_constraint(lint, constraint));
	int			open = mig_words_find(words, 0, "(");
	int			close = mig_words_find(words, 0, ")");

	return mig_words_part(words, words->words[open].start, words->words[close].end);
}

static void
check_generated(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);
	const char *table = mig_say_relation(lint->relation);
	const char *name;

	if (constraint->contype != CONSTR_GENERATED || lint->cmd == NULL || mig_compat_is_virtual(constraint))
		return;
	name = quote_identifier(lint->column->colname);
	mig_lint_report(lint,
					psprintf("adding stored generated column %s writes all of %s anew while nobody else can read or write it",
							 name, mig_say_target(lint)),
					psprintf("ALTER TABLE %s ADD COLUMN %s;\n"
							 "-- with a trigger that keeps it up to date; then, in batches, with transactional => false:\n"
							 "UPDATE %s SET %s = %s WHERE %s IS NULL;",
							 table, mig_say_column(lint, lint->column), table, name,
							 generation(lint, constraint), name));
}

const MigRule mig_rule_add_column_generated = {
	.name = "add-column-generated",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "A stored generated column is computed for every row: the whole table is written anew.",
	.nodes = {T_Constraint},
	.check = check_generated,
};

/* The type below a domain; NULL when it is not there yet. */
static const char *
domain_base(const ColumnDef *column)
{
	int32		typmod;
	Oid			type = mig_judge_type(column->typeName, &typmod);

	if (!OidIsValid(type))
		return NULL;
	typmod = -1;
	type = getBaseTypeAndTypmod(type, &typmod);
	return format_type_with_typemod(type, typmod);
}

static void
check_domain(MigLint *lint, Node *node)
{
	ColumnDef  *column = castNode(ColumnDef, node);
	const char *base;

	if (lint->cmd == NULL || lint->cmd->subtype != AT_AddColumn || column->typeName == NULL ||
		!mig_judge_checked_domain(lint->scene, column->typeName))
		return;
	base = domain_base(column);
	mig_lint_report(lint,
					psprintf("adding column %s, of a domain that checks its values, writes all of %s anew while nobody else can read or write it",
							 quote_identifier(column->colname), mig_say_target(lint)),
					base == NULL ? NULL :
					psprintf("ALTER TABLE %s ADD COLUMN %s %s;\n"
							 "-- and what the domain checks as a constraint of the table, NOT VALID first",
							 mig_say_relation(lint->relation), quote_identifier(column->colname), base));
}

const MigRule mig_rule_add_column_domain = {
	.name = "add-column-domain",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "A column of a domain with constraints writes the whole table anew.",
	.nodes = {T_ColumnDef},
	.check = check_domain,
};
