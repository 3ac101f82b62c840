/*
 * domain.c
 *	  Domains and their checks.
 */
#include "postgres.h"

#include "catalog/pg_constraint.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "schema/kinds.h"
#include "schema/usage.h"

/* Domains. */
enum
{
	TYPE,
	COLLATION,
	DEFAULT,
	NOTNULL,
	NULLNAME,					/* of that, where the server keeps one (17) */
};

static void
alter_default(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr(new, DEFAULT) == NULL)
		mig_text_statement(out, "ALTER DOMAIN %s DROP DEFAULT", new->identity);
	else
		mig_text_statement(out, "ALTER DOMAIN %s SET DEFAULT %s", new->identity,
						   mig_attr(new, DEFAULT));
}

/* "CONSTRAINT name " if its NOT NULL has a name that is not the one the server chooses. */
static const char *
named(const MigFact *fact)
{
	const char *name = mig_attr(fact, NULLNAME);
	const char *chosen = makeObjectName(mig_text_last_name(fact->identity), NULL, "not_null");

	return name == NULL || (strcmp(name, chosen) == 0 && !fact->named) ? "" : psprintf("CONSTRAINT %s ", quote_identifier(name));
}

static void
alter_notnull(MigWriter *out, const MigFact *old, const MigFact *new)
{
	const char *name = named(new);

	if (mig_attr_true(new, NOTNULL) && name[0] != '\0')
		mig_text_statement(out, "ALTER DOMAIN %s ADD %sNOT NULL", new->identity, name);
	else
		mig_text_statement(out, "ALTER DOMAIN %s %s NOT NULL", new->identity,
						   mig_attr_true(new, NOTNULL) ? "SET" : "DROP");
}

static void
alter_nullname(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER DOMAIN %s RENAME CONSTRAINT %s TO %s", new->identity,
					   quote_identifier(mig_attr(old, NULLNAME)), quote_identifier(mig_attr(new, NULLNAME)));
}

static MigHow
decide_nullname(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, NULLNAME) && mig_attr(new, NULLNAME) ? MIG_ALTER : MIG_IGNORE;
}

/* The server cannot look into other values for those of a domain. */
static bool
sealed(const MigFact *fact)
{
	return mig_usage_stored(fact) && !mig_usage_alone(fact);
}

static MigHow
decide_notnull(const MigFact *old, const MigFact *new)
{
	return mig_attr_true(new, NOTNULL) && sealed(old) ? MIG_REPLACE : MIG_ALTER;
}

static const MigAttr domain_attrs[] = {
	[TYPE] = {"type", MIG_REPLACE},
	[COLLATION] = {"collation", MIG_REPLACE},
	[DEFAULT] = {"default", MIG_ALTER, alter_default},
	[NOTNULL] = {"not null", MIG_ALTER, alter_notnull, decide_notnull},
	[NULLNAME] = {"name of its not null", MIG_RENAME, alter_nullname, decide_nullname},
};

static void
create_domain(MigWriter *out, const MigFact *fact, const List *clauses)
{
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, "CREATE DOMAIN %s AS %s", fact->identity, mig_attr(fact, TYPE));
	if (mig_attr(fact, COLLATION) != NULL)
		appendStringInfo(&buf, " COLLATE %s", mig_attr(fact, COLLATION));
	if (mig_attr(fact, DEFAULT) != NULL)
		appendStringInfo(&buf, " DEFAULT %s", mig_attr(fact, DEFAULT));
	if (mig_attr_true(fact, NOTNULL))
		appendStringInfo(&buf, " %sNOT NULL", named(fact));
	if (clauses != NIL)
		appendStringInfo(&buf, "\n    %s", mig_text_join(clauses, "\n    "));
	mig_text_statement(out, "%s", buf.data);
}

static char *
conname_notnull(const MigFact *fact)
{
	const char *name = mig_attr(fact, NULLNAME);

	return name != NULL ? mig_text_replace_last_name(fact->identity, name) : NULL;
}

const MigKind mig_kind_domain = {
	.keyword = "DOMAIN",
	.catalog = TypeRelationId,
	.weight = 60,
	.traits = MIG_REBUILDABLE | MIG_TYPENAME | MIG_SWAPPED,
	.query =
	"SELECT t.oid, 0, t.oid::regtype::text, 'pg_namespace'::regclass::oid, t.typnamespace, 0,"
	"       format_type(t.typbasetype, t.typtypmod),"
	"       CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END,"
	"       coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)),"
	"       t.typnotnull,"
	"       (SELECT k.conname FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n')"
	"  FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype"
	" WHERE t.typtype = 'd' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(domain_attrs),
	.create = create_domain,
	.conname = conname_notnull,
	.sealed = sealed,
};

/* Their checks. */
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

static const MigAttr check_attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[VALIDATED] = {"validated", MIG_ALTER, alter_validated, decide_validated},
	[DOMAIN] = {"domain", MIG_IGNORE},
	[NAME] = {"name", MIG_IGNORE},
};

static char *
check_text(const MigFact *fact)
{
	return psprintf("CONSTRAINT %s %s", mig_attr(fact, NAME), mig_attr(fact, DEFINITION));
}

/* CREATE DOMAIN takes no NOT VALID: such a check is added after it, see rest. */
static char *
check_clause(const MigFact *fact, const List *clauses)
{
	return mig_attr_true(fact, VALIDATED) ? check_text(fact) : NULL;
}

static void
add_check(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER DOMAIN %s ADD %s%s", mig_attr(fact, DOMAIN), check_text(fact),
					   mig_attr_true(fact, VALIDATED) ? "" : " NOT VALID");
}

/* Called after the domain's CREATE as well as after the check's own. */
static void
check_rest(MigWriter *out, const MigFact *fact)
{
	if (!mig_attr_true(fact, VALIDATED))
		add_check(out, fact);
}

static void
create_check(MigWriter *out, const MigFact *fact, const List *clauses)
{
	if (mig_attr_true(fact, VALIDATED))
		add_check(out, fact);
}

static void
drop_check(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER DOMAIN %s DROP CONSTRAINT %s", mig_attr(fact, DOMAIN),
					   mig_attr(fact, NAME));
}

static void
rename_check(MigWriter *out, const MigFact *fact, const char *newname)
{
	mig_text_statement(out, "ALTER DOMAIN %s RENAME CONSTRAINT %s TO %s", mig_attr(fact, DOMAIN),
					   quote_identifier(mig_text_last_name(fact->identity)), newname);
}

static char *
conname_check(const MigFact *fact)
{
	return mig_text_replace_last_name(fact->parent->identity, mig_text_last_name(fact->identity));
}

/*
 * The identity is what COMMENT ON CONSTRAINT takes.  A domain's own NOT NULL
 * is an attribute of the domain, also where the server keeps a row for it.
 */
const MigKind mig_kind_domain_constraint = {
	.keyword = "DOMAIN CONSTRAINT",
	.catalog = ConstraintRelationId,
	.weight = 65,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_FOLDS,
	.query =
	"SELECT k.oid, 0, format('%I ON DOMAIN %s', k.conname, k.contypid::regtype),"
	"       'pg_type'::regclass::oid, k.contypid, 0,"
	"       regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),"
	"       k.convalidated, k.contypid::regtype::text, quote_ident(k.conname)"
	"  FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid"
	" WHERE k.contype = 'c' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(check_attrs),
	.create = create_check,
	.clause = check_clause,
	.rest = check_rest,
	.drop = drop_check,
	.rename = rename_check,
	.conname = conname_check,
};
