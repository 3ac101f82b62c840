/*
 * foreign_key.c
 *	  Rules about foreign keys: what adding and dropping them blocks.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"

/* Is it added to a table that is there, by ALTER TABLE, and not with a column? */
static bool
is_added(const MigLint *lint, const Constraint *constraint)
{
	return constraint->contype == CONSTR_FOREIGN && lint->cmd != NULL && lint->column == NULL;
}

/* Before 18 a partitioned table takes no NOT VALID, but what its partitions have already. */
static const char *
safer_partitioned(const MigLint *lint, const Constraint *constraint)
{
	const char *name = quote_identifier(mig_say_constraint_name(lint, constraint));

	return psprintf("-- for each partition:\n"
					"--   ALTER TABLE partition ADD %s NOT VALID;\n"
					"-- then, in revisions of their own:\n"
					"--   ALTER TABLE partition VALIDATE CONSTRAINT %s;\n"
					"-- and at last, which reads no rows any more:\n%s;",
					mig_say_constraint(lint, constraint), name, lint->text);
}

static void
check_add(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);
	const char *table = mig_say_relation(lint->relation);
	const char *name;

	if (!is_added(lint, constraint) || constraint->skip_validation)
		return;
	name = quote_identifier(mig_say_constraint_name(lint, constraint));
	mig_lint_report(lint,
					psprintf("adding foreign key %s reads all of %s while writes to it and to %s wait",
							 name, mig_say_target(lint), mig_say_relation(constraint->pktable)),
					lint->table->kind == RELKIND_PARTITIONED_TABLE && mig_lint_server() < 180000 ?
					safer_partitioned(lint, constraint) :
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

static void
check_partitioned(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);

	if (!is_added(lint, constraint) || !constraint->skip_validation ||
		lint->table->kind != RELKIND_PARTITIONED_TABLE || mig_lint_server() >= 180000)
		return;
	mig_lint_report(lint,
					psprintf("adding foreign key %s fails: %s is partitioned, and this server takes no NOT VALID there",
							 quote_identifier(mig_say_constraint_name(lint, constraint)), mig_say_target(lint)),
					psprintf("-- for each partition: ADD %s, then VALIDATE CONSTRAINT, and at last for the table itself, without NOT VALID",
							 mig_say_constraint(lint, constraint)));
}

const MigRule mig_rule_foreign_key_partitioned = {
	.name = "foreign-key-partitioned",
	.severity = MIG_ERROR,
	.does = MIG_DOES_FAIL,
	.summary = "Before 18 the foreign key of a partitioned table cannot be NOT VALID.",
	.nodes = {T_Constraint},
	.check = check_partitioned,
};

static void
check_drop(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	const MigConstraint *constraint;

	if (cmd->subtype != AT_DropConstraint)
		return;
	constraint = mig_table_constraint(lint->table, cmd->name);
	if (constraint == NULL || constraint->type != CONSTRAINT_FOREIGN)
		return;
	mig_lint_report(lint,
					psprintf("dropping foreign key %s locks %s and what it refers to, %s, against everybody, if briefly",
							 quote_identifier(cmd->name), mig_say_target(lint), quote_identifier(constraint->table)),
					psprintf("-- one at a time, each in a revision of its own, with a lock_timeout:\n"
							 "ALTER TABLE %s DROP CONSTRAINT %s;",
							 mig_say_relation(lint->relation), quote_identifier(cmd->name)));
}

const MigRule mig_rule_drop_foreign_key = {
	.name = "drop-foreign-key",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "Dropping a foreign key locks the tables at both its ends against everybody.",
	.nodes = {T_AlterTableCmd},
	.check = check_drop,
};

static void
check_alter(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);

	if (cmd->subtype == AT_AlterConstraint)
		mig_lint_report(lint,
						psprintf("altering a constraint locks %s against everybody, if briefly", mig_say_target(lint)),
						NULL);
}

const MigRule mig_rule_alter_constraint = {
	.name = "alter-constraint",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "ALTER CONSTRAINT locks the table against everybody, if briefly.",
	.nodes = {T_AlterTableCmd},
	.check = check_alter,
};
