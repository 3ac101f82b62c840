/*
 * domain.c
 *	  Domains and their constraints.
 */
#include "postgres.h"

#include "catalog/pg_constraint.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"

#include "schema/kinds.h"

enum
{
	BASE,
	COLLATION,
	DEFAULT,
	NOTNULL,
};

static void
alter_default(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr(new, DEFAULT) != NULL)
		mig_text_statement(out, "ALTER DOMAIN %s SET DEFAULT %s", new->identity, mig_attr(new, DEFAULT));
	else
		mig_text_statement(out, "ALTER DOMAIN %s DROP DEFAULT", new->identity);
}

static void
alter_notnull(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER DOMAIN %s %s NOT NULL", new->identity,
					   mig_attr_true(new, NOTNULL) ? "SET" : "DROP");
}

static const MigAttr attrs[] = {
	[BASE] = {"base type", MIG_REPLACE},
	[COLLATION] = {"collation", MIG_REPLACE},
	[DEFAULT] = {"default", MIG_ALTER, alter_default},
	[NOTNULL] = {"not null", MIG_ALTER, alter_notnull},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, "CREATE DOMAIN %s AS %s", fact->identity, mig_attr(fact, BASE));
	if (mig_attr(fact, COLLATION) != NULL)
		appendStringInfo(&buf, " COLLATE %s", mig_attr(fact, COLLATION));
	if (mig_attr(fact, DEFAULT) != NULL)
		appendStringInfo(&buf, " DEFAULT %s", mig_attr(fact, DEFAULT));
	if (mig_attr_true(fact, NOTNULL))
		appendStringInfoString(&buf, " NOT NULL");
	if (clauses != NIL)
		appendStringInfo(&buf, "\n    %s", mig_text_join(clauses, "\n    "));
	mig_text_statement(out, "%s", buf.data);
}

const MigKind mig_kind_domain = {
	.keyword = "DOMAIN",
	.catalog = TypeRelationId,
	.weight = 60,
	.traits = MIG_TYPENAME | MIG_SWAPPED,
	.query =
	"SELECT t.oid, 0, t.oid::regtype::text, 'pg_namespace'::regclass::oid, t.typnamespace, 0,"
	"       format_type(t.typbasetype, t.typtypmod),"
	"       CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END,"
	"       coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)), t.typnotnull"
	"  FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype"
	" WHERE t.typtype = 'd' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};

enum
{
	DEFINITION,
	VALIDATED,
	DOMAIN,
	NAME,
};

static void
alter_validated(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER DOMAIN %s VALIDATE CONSTRAINT %s", mig_attr(new, DOMAIN),
					   mig_attr(new, NAME));
}

/* There is a way to validate, and none back. */
static MigHow
decide_validated(const MigFact *old, const MigFact *new)
{
	return mig_attr_true(new, VALIDATED) ? MIG_ALTER : MIG_REPLACE;
}

static const MigAttr constraint_attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[VALIDATED] = {"validated", MIG_ALTER, alter_validated, decide_validated},
	[DOMAIN] = {"domain", MIG_IGNORE},
	[NAME] = {"name", MIG_IGNORE},
};

/* CREATE DOMAIN has no place for NOT VALID. */
static char *
constraint_clause(const MigFact *fact, const List *clauses)
{
	if (!mig_attr_true(fact, VALIDATED))
		return NULL;
	return psprintf("CONSTRAINT %s %s", mig_attr(fact, NAME), mig_attr(fact, DEFINITION));
}

static void
add_constraint(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER DOMAIN %s ADD CONSTRAINT %s %s%s", mig_attr(fact, DOMAIN),
					   mig_attr(fact, NAME), mig_attr(fact, DEFINITION),
					   mig_attr_true(fact, VALIDATED) ? "" : " NOT VALID");
}

static void
create_constraint(MigWriter *out, const MigFact *fact, const List *clauses)
{
	add_constraint(out, fact);
}

static void
drop_constraint(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER DOMAIN %s DROP CONSTRAINT %s", mig_attr(fact, DOMAIN),
					   mig_attr(fact, NAME));
}

const MigKind mig_kind_domain_constraint = {
	.keyword = "DOMAIN CONSTRAINT",
	.catalog = ConstraintRelationId,
	.weight = 65,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_FOLDS,
	.query =
	"SELECT k.oid, 0, format('%I ON DOMAIN %s', k.conname, k.contypid::regtype),"
	"       'pg_type'::regclass::oid, k.contypid, 0,"
	"       regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''), k.convalidated,"
	"       k.contypid::regtype::text, quote_ident(k.conname)"
	"  FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid"
	" WHERE k.contype = 'c' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(constraint_attrs),
	.create = create_constraint,
	.clause = constraint_clause,
	.drop = drop_constraint,
};
