/*
 * add_column.c
 *	  Rules about columns that are added to tables that are there.
 */
#include "postgres.h"

#include "utils/builtins.h"

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
