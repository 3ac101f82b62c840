/*
 * foreign_key.c
 *	  Rules about foreign keys.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"

static void
check_add(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);
	const char *table = mig_say_relation(lint->relation);
	const char *name;

	if (constraint->contype != CONSTR_FOREIGN || lint->cmd == NULL || lint->column != NULL ||
		constraint->skip_validation)
		return;
	name = quote_identifier(mig_say_constraint_name(lint, constraint));
	mig_lint_report(lint,
					psprintf("adding foreign key %s reads all of %s while writes to it and to %s wait",
							 name, mig_say_target(lint), mig_say_relation(constraint->pktable)),
					psprintf("ALTER TABLE %s ADD %s NOT VALID;\n" MIG_SAY_NEXT
							 "ALTER TABLE %s VALIDATE CONSTRAINT %s;",
							 table, mig_say_constraint(lint, constraint), table, name));
}

const MigRule mig_rule_add_foreign_key = {
	.name = "add-foreign-key",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = ShareRowExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "Adding a foreign key checks every row while writes to both tables wait.",
	.nodes = {T_Constraint},
	.check = check_add,
};
