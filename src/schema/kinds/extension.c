/*
 * extension.c
 *	  Extensions.  Their members are theirs and no facts; their version is the
 *	  database's own affair.
 */
#include "postgres.h"

#include "catalog/pg_extension.h"

#include "schema/kinds.h"
#include "schema/scope.h"

enum
{
	SCHEMA,
	RELOCATABLE,
};

static void
alter_schema(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER EXTENSION %s SET SCHEMA %s", new->identity, mig_attr(new, SCHEMA));
}

static MigHow
decide_schema(const MigFact *old, const MigFact *new)
{
	return mig_attr_true(new, RELOCATABLE) ? MIG_ALTER : MIG_REPLACE;
}

static const MigAttr attrs[] = {
	[SCHEMA] = {"schema", MIG_ALTER, alter_schema, decide_schema},
	[RELOCATABLE] = {"relocatable", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE EXTENSION %s WITH SCHEMA %s", fact->identity, mig_attr(fact, SCHEMA));
}

const MigKind mig_kind_extension = {
	.keyword = "EXTENSION",
	.catalog = ExtensionRelationId,
	.weight = 20,
	.traits = MIG_HOLDS_DATA,
	.query =
	"SELECT e.oid, 0, quote_ident(e.extname), NULL::oid, NULL::oid, NULL::int,"
	"       quote_ident(n.nspname), e.extrelocatable"
	"  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
	" WHERE e.extname NOT IN ('migrate', 'plpgsql') AND " MIG_SCOPE_SHOWN("e.extname"),
	MIG_ATTRS(attrs),
	.create = create,
};
