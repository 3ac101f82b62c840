/*
 * policy.c
 *	  Row level security policies.
 */
#include "postgres.h"

#include "catalog/pg_policy.h"
#include "lib/stringinfo.h"

#include "schema/kinds.h"

enum
{
	MODE,
	COMMAND,
	ROLES,
	USING,
	CHECK,
	LISTED,
};

/* The order of the roles is kept, but means nothing: a dump does not keep it. */
static void
alter_roles(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER POLICY %s TO %s", new->identity, mig_attr(new, LISTED));
}

static void
alter_using(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER POLICY %s USING (%s)", new->identity, mig_attr(new, USING));
}

static void
alter_check(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER POLICY %s WITH CHECK (%s)", new->identity, mig_attr(new, CHECK));
}

/* An expression can be changed in place, but not taken away. */
static MigHow
decide_using(const MigFact *old, const MigFact *new)
{
	return mig_attr(new, USING) ? MIG_ALTER : MIG_REPLACE;
}

static MigHow
decide_check(const MigFact *old, const MigFact *new)
{
	return mig_attr(new, CHECK) ? MIG_ALTER : MIG_REPLACE;
}

static const MigAttr attrs[] = {
	[MODE] = {"mode", MIG_REPLACE},
	[COMMAND] = {"command", MIG_REPLACE},
	[ROLES] = {"roles", MIG_ALTER, alter_roles},
	[USING] = {"using", MIG_ALTER, alter_using, decide_using},
	[CHECK] = {"check", MIG_ALTER, alter_check, decide_check},
	[LISTED] = {"roles as listed", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, "CREATE POLICY %s", fact->identity);
	if (strcmp(mig_attr(fact, MODE), "PERMISSIVE") != 0)
		appendStringInfo(&buf, " AS %s", mig_attr(fact, MODE));
	if (strcmp(mig_attr(fact, COMMAND), "ALL") != 0)
		appendStringInfo(&buf, " FOR %s", mig_attr(fact, COMMAND));
	if (strcmp(mig_attr(fact, ROLES), "PUBLIC") != 0)
		appendStringInfo(&buf, " TO %s", mig_attr(fact, LISTED));
	if (mig_attr(fact, USING) != NULL)
		appendStringInfo(&buf, " USING (%s)", mig_attr(fact, USING));
	if (mig_attr(fact, CHECK) != NULL)
		appendStringInfo(&buf, " WITH CHECK (%s)", mig_attr(fact, CHECK));
	mig_text_statement(out, "%s", buf.data);
}

const MigKind mig_kind_policy = {
	.keyword = "POLICY",
	.catalog = PolicyRelationId,
	.weight = 340,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_BLOCKS,
	.query =
	"SELECT p.oid, 0, format('%I ON %s', p.polname, c.oid::regclass), 'pg_class'::regclass::oid, c.oid, 0,"
	"       CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,"
	"       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'"
	"            WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,"
	"       (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END, ', '"
	"               ORDER BY r <> 0, r::regrole::text) FROM unnest(p.polroles) r),"
	"       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),"
	"       (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END, ', ' ORDER BY n)"
	"          FROM unnest(p.polroles) WITH ORDINALITY u(r, n))"
	"  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
	" WHERE c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
