/*
 * constraint.c
 *	  Rules about CHECK, UNIQUE, PRIMARY KEY and EXCLUDE on tables that are there.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "lint/define.h"
#include "lint/rules.h"
#include "lint/say.h"

/* Is it a constraint of the table, added by ALTER TABLE, of this type? */
static bool
is_added(const MigLint *lint, const Constraint *constraint, ConstrType type)
{
	return constraint->contype == type && lint->cmd != NULL && lint->column == NULL;
}

static void
check_check(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);
	const char *table = mig_say_relation(lint->relation);
	const char *name;

	if (!is_added(lint, constraint, CONSTR_CHECK) || constraint->skip_validation)
		return;
	name = quote_identifier(mig_say_constraint_name(lint, constraint));
	mig_lint_report(lint,
					psprintf("adding check %s reads all of %s while nobody else can read or write it",
							 name, mig_say_target(lint)),
					psprintf("ALTER TABLE %s ADD %s NOT VALID;\n" MIG_SAY_NEXT
							 "ALTER TABLE %s VALIDATE CONSTRAINT %s;",
							 table, mig_say_constraint(lint, constraint), table, name));
}

const MigRule mig_rule_add_check = {
	.name = "add-check",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "Adding a check reads every row while nobody else can read or write the table.",
	.nodes = {T_Constraint},
	.check = check_check,
};

/* How the index of a constraint is built beside traffic, and taken over. */
static const char *
safer_unique(const MigLint *lint, const Constraint *constraint)
{
	const char *table = mig_say_relation(lint->relation);
	const char *name = quote_identifier(mig_say_constraint_name(lint, constraint));
	List	   *including = mig_define_names(constraint->including);
	bool		primary = constraint->contype == CONSTR_PRIMARY;

	return psprintf(MIG_SAY_ALONE "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s)%s%s;\n" MIG_SAY_NEXT
					"ALTER TABLE %s ADD CONSTRAINT %s %s USING INDEX %s%s%s;",
					name, table, mig_say_list(mig_define_names(constraint->keys)),
					including != NIL ? psprintf(" INCLUDE (%s)", mig_say_list(including)) : "",
					constraint->nulls_not_distinct ? " NULLS NOT DISTINCT" : "",
					table, name, primary ? "PRIMARY KEY" : "UNIQUE", name,
					constraint->deferrable ? " DEFERRABLE" : "",
					constraint->initdeferred ? " INITIALLY DEFERRED" : "");
}

static void
report_unique(MigLint *lint, const Constraint *constraint, const char *what)
{
	mig_lint_report(lint,
					psprintf("adding %s %s builds its index over %s while nobody else can read or write it",
							 what, quote_identifier(mig_say_constraint_name(lint, constraint)),
							 mig_say_target(lint)),
					safer_unique(lint, constraint));
}

static void
check_unique(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);

	if (is_added(lint, constraint, CONSTR_UNIQUE) && constraint->indexname == NULL)
		report_unique(lint, constraint, "unique constraint");
}

const MigRule mig_rule_add_unique = {
	.name = "add-unique",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "Adding a unique constraint builds its index while nobody else can read or write the table.",
	.nodes = {T_Constraint},
	.check = check_unique,
};

static void
check_primary(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);

	if (is_added(lint, constraint, CONSTR_PRIMARY) && constraint->indexname == NULL)
		report_unique(lint, constraint, "primary key");
}

const MigRule mig_rule_add_primary_key = {
	.name = "add-primary-key",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "Adding a primary key builds its index while nobody else can read or write the table.",
	.nodes = {T_Constraint},
	.check = check_primary,
};
