/*
 * validate.c
 *	  Rules about constraints that are validated.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "lint/locks.h"
#include "lint/rules.h"
#include "lint/say.h"

/* Does the same ALTER TABLE add the constraint? */
static bool
added_here(const MigLint *lint, const char *name)
{
	ListCell   *lc;

	foreach(lc, castNode(AlterTableStmt, lint->stmt)->cmds)
	{
		const AlterTableCmd *cmd = lfirst_node(AlterTableCmd, lc);

		if (cmd->subtype == AT_AddConstraint && castNode(Constraint, cmd->def)->conname != NULL &&
			strcmp(castNode(Constraint, cmd->def)->conname, name) == 0)
			return true;
	}
	return false;
}

static void
check_validate(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	const MigConstraint *constraint;
	LOCKMODE	held;

	if (cmd->subtype != AT_ValidateConstraint)
		return;
	constraint = mig_table_constraint(lint->table, cmd->name);
	held = Max(mig_locks_on(lint->taken, lint->table), mig_locks_on(lint->taking, lint->table));
	if (held < ShareRowExclusiveLock ||
		!(added_here(lint, cmd->name) || (constraint != NULL && constraint->fresh && !constraint->valid)))
		return;
	mig_lint_report(lint,
					psprintf("validating constraint %s reads all of %s under the %s lock that adding it has taken in the same transaction",
							 quote_identifier(cmd->name), mig_say_target(lint), mig_say_lock(held)),
					psprintf(MIG_SAY_NEXT "ALTER TABLE %s VALIDATE CONSTRAINT %s;",
							 mig_say_relation(lint->relation), quote_identifier(cmd->name)));
}

const MigRule mig_rule_validate_at_once = {
	.name = "validate-at-once",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_BLOCK,
	.does = MIG_DOES_SCAN,
	.summary = "A constraint that is added NOT VALID and validated in the same transaction blocks as one that is not.",
	.nodes = {T_AlterTableCmd},
	.check = check_validate,
};
