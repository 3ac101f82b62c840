/*
 * constraint.c
 *	  Rules about CHECK, UNIQUE, PRIMARY KEY and EXCLUDE on tables that are there.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
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

static void
check_exclusion(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);

	if (is_added(lint, constraint, CONSTR_EXCLUSION))
		mig_lint_report(lint,
						psprintf("adding exclusion constraint %s builds its index over %s while nobody else can read or write it",
								 quote_identifier(mig_say_constraint_name(lint, constraint)), mig_say_target(lint)),
						"-- there is no concurrent way: in a revision of its own, in a quiet hour");
}

const MigRule mig_rule_add_exclusion = {
	.name = "add-exclusion",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "Adding an exclusion constraint builds its index while nobody else can read or write the table.",
	.nodes = {T_Constraint},
	.check = check_exclusion,
};

/* The columns of an index that a primary key would set NOT NULL. */
static List *
nullable_columns(const MigTable *table, const MigIndex *index)
{
	List	   *nullable = NIL;
	ListCell   *lc;

	foreach(lc, index->columns)
	{
		const MigColumn *column = mig_table_column(table, lfirst(lc));

		if (column != NULL && !column->notnull && !mig_table_proves_not_null(table, column->name))
			nullable = lappend(nullable, lfirst(lc));
	}
	return nullable;
}

static void
check_nullable(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);
	const MigIndex *index;
	List	   *nullable;
	StringInfoData safer;
	ListCell   *lc;

	if (!is_added(lint, constraint, CONSTR_PRIMARY) || constraint->indexname == NULL)
		return;
	index = mig_table_index(lint->table, constraint->indexname);
	nullable = index != NULL ? nullable_columns(lint->table, index) : NIL;
	if (nullable == NIL)
		return;
	initStringInfo(&safer);
	foreach(lc, nullable)
		appendStringInfo(&safer, "%s\n" MIG_SAY_NEXT, mig_say_not_null(lint, lfirst(lc)));
	appendStringInfo(&safer, "%s;", lint->text);
	mig_lint_report(lint,
					psprintf("the primary key sets %s NOT NULL, which reads all of %s while nobody else can read or write it",
							 mig_say_list(nullable), mig_say_target(lint)),
					safer.data);
}

const MigRule mig_rule_primary_key_nullable = {
	.name = "primary-key-nullable",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "A primary key USING INDEX on columns that may be NULL reads every row to set them NOT NULL.",
	.nodes = {T_Constraint},
	.check = check_nullable,
};
