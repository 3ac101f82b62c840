/*
 * add_column_constraint.c
 *	  Rules about the constraints of columns that are added to tables that are there.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"

/* Is it a constraint of a column that is added? */
static bool
comes_with_column(const MigLint *lint, const Constraint *constraint, ConstrType type)
{
	return constraint->contype == type && lint->cmd != NULL && lint->column != NULL;
}

/* What the constraint is without its name: from the word on that it begins with. */
static const char *
body(const MigLint *lint, const Constraint *constraint, const char *word)
{
	MigWords   *words = mig_words_scan(mig_say_column_constraint(lint, constraint));
	int			begin = mig_words_find(words, 0, word);

	return words->text + words->words[begin].start;
}

static const char *
column_name(const MigLint *lint)
{
	return quote_identifier(lint->column->colname);
}

static void
check_check(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);
	const char *table = mig_say_relation(lint->relation);
	const char *name;

	if (!comes_with_column(lint, constraint, CONSTR_CHECK))
		return;
	name = quote_identifier(mig_say_constraint_name(lint, constraint));
	mig_lint_report(lint,
					psprintf("adding column %s with a check reads all of %s while nobody else can read or write it",
							 column_name(lint), mig_say_target(lint)),
					psprintf("ALTER TABLE %s ADD COLUMN %s;\n"
							 "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID;\n" MIG_SAY_NEXT
							 "ALTER TABLE %s VALIDATE CONSTRAINT %s;",
							 table, mig_say_column_without(lint, lint->column, constraint),
							 table, name, body(lint, constraint, "CHECK"), table, name));
}

const MigRule mig_rule_add_column_check = {
	.name = "add-column-check",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "A column that comes with a check has every row read, though all have the same value there.",
	.nodes = {T_Constraint},
	.check = check_check,
};

static void
check_unique(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);
	bool		primary = comes_with_column(lint, constraint, CONSTR_PRIMARY);
	const char *table = mig_say_relation(lint->relation);
	const char *name;

	if (!primary && !comes_with_column(lint, constraint, CONSTR_UNIQUE))
		return;
	name = quote_identifier(mig_say_constraint_name(lint, constraint));
	mig_lint_report(lint,
					psprintf("adding column %s with an index builds it over %s while nobody else can read or write it",
							 column_name(lint), mig_say_target(lint)),
					psprintf("ALTER TABLE %s ADD COLUMN %s;\n" MIG_SAY_ALONE
							 "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s);\n" MIG_SAY_NEXT
							 "ALTER TABLE %s ADD CONSTRAINT %s %s USING INDEX %s;",
							 table, mig_say_column_without(lint, lint->column, constraint),
							 name, table, column_name(lint), table, name,
							 primary ? "PRIMARY KEY" : "UNIQUE", name));
}

const MigRule mig_rule_add_column_unique = {
	.name = "add-column-unique",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "A column that comes with UNIQUE or PRIMARY KEY has its index built under an exclusive lock.",
	.nodes = {T_Constraint},
	.check = check_unique,
};

/* With a default there are values to be checked. */
static bool
has_default(const ColumnDef *column)
{
	ListCell   *lc;

	foreach(lc, column->constraints)
		if (lfirst_node(Constraint, lc)->contype == CONSTR_DEFAULT)
			return true;
	return false;
}

static const char *
safer_foreign_key(const MigLint *lint, const Constraint *constraint)
{
	const char *table = mig_say_relation(lint->relation);
	const char *name = quote_identifier(mig_say_constraint_name(lint, constraint));

	return psprintf("ALTER TABLE %s ADD COLUMN %s;\n" MIG_SAY_NEXT
					"ALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY (%s) %s NOT VALID;\n" MIG_SAY_THEN
					"ALTER TABLE %s VALIDATE CONSTRAINT %s;",
					table, mig_say_column_without(lint, lint->column, constraint),
					table, name, column_name(lint), body(lint, constraint, "REFERENCES"), table, name);
}

static void
check_foreign_key(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);

	if (comes_with_column(lint, constraint, CONSTR_FOREIGN) && !has_default(lint->column))
		mig_lint_report(lint,
						psprintf("adding column %s with a foreign key locks %s against everybody and %s against writes at once",
								 column_name(lint), mig_say_target(lint), mig_say_relation(constraint->pktable)),
						safer_foreign_key(lint, constraint));
}

const MigRule mig_rule_add_column_foreign_key = {
	.name = "add-column-foreign-key",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "A column that comes with a foreign key locks two tables at once.",
	.nodes = {T_Constraint},
	.check = check_foreign_key,
};

static void
check_default(MigLint *lint, Node *node)
{
	Constraint *constraint = castNode(Constraint, node);

	if (comes_with_column(lint, constraint, CONSTR_FOREIGN) && has_default(lint->column))
		mig_lint_report(lint,
						psprintf("adding column %s with a foreign key and a default reads all of %s while nobody else can read or write it, and writes to %s wait",
								 column_name(lint), mig_say_target(lint), mig_say_relation(constraint->pktable)),
						safer_foreign_key(lint, constraint));
}

const MigRule mig_rule_add_column_foreign_key_default = {
	.name = "add-column-foreign-key-default",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "A column that comes with a foreign key and a default has every row checked under an exclusive lock.",
	.nodes = {T_Constraint},
	.check = check_default,
};
