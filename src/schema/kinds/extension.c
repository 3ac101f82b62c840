/*
 * extension.c
 *	  Extensions, but for this one.  Their members are theirs alone.
 */
#include "postgres.h"

#include "catalog/pg_extension.h"

#include "schema/kinds.h"
#include "schema/scope.h"
#include "schema/update.h"
#include "schema/usage.h"

enum
{
	SCHEMA,
	VERSION,
	RELOCATABLE,
	DEFAULTVERSION,
	HOLDSDATA,
	NAME,
};

static void
alter_schema(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER EXTENSION %s SET SCHEMA %s", new->identity,
					   mig_attr(new, SCHEMA));
}

static MigHow
decide_schema(const MigFact *old, const MigFact *new)
{
	return mig_attr_true(old, RELOCATABLE) ? MIG_ALTER : MIG_REPLACE;
}

static void
alter_version(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER EXTENSION %s UPDATE TO %s", new->identity,
					   mig_text_literal(mig_attr(new, VERSION)));
}

/*
 * Where no update leads, as mostly to what was before, it is made anew; while
 * values of its types are stored it stays what it is.
 */
static MigHow
decide_version(const MigFact *old, const MigFact *new)
{
	if (mig_update_possible(mig_attr(old, NAME), mig_attr(old, VERSION), mig_attr(new, VERSION)))
		return MIG_ALTER;
	return mig_attr_true(old, HOLDSDATA) || mig_usage_stored(old) ? MIG_IGNORE : MIG_REPLACE;
}

static const MigAttr attrs[] = {
	[SCHEMA] = {"schema", MIG_ALTER, alter_schema, decide_schema},
	[VERSION] = {"version", MIG_ALTER, alter_version, decide_version},
	[RELOCATABLE] = {"relocatable", MIG_IGNORE},
	[DEFAULTVERSION] = {"default version", MIG_IGNORE},
	[HOLDSDATA] = {"holds data", MIG_IGNORE},
	[NAME] = {"name", MIG_IGNORE},
};

/* The version is named only where it is not what the server would take. */
static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	bool		usual = mig_attr(fact, DEFAULTVERSION) != NULL &&
		strcmp(mig_attr(fact, VERSION), mig_attr(fact, DEFAULTVERSION)) == 0;

	mig_text_statement(out, "CREATE EXTENSION %s WITH SCHEMA %s%s%s", fact->identity,
					   mig_attr(fact, SCHEMA), usual ? "" : " VERSION ",
					   usual ? "" : mig_text_literal(mig_attr(fact, VERSION)));
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	out->destructive = mig_attr_true(fact, HOLDSDATA);
	mig_text_statement(out, "DROP EXTENSION %s", fact->identity);
}

const MigKind mig_kind_extension = {
	.keyword = "EXTENSION",
	.catalog = ExtensionRelationId,
	.weight = 20,
	.query =
	"SELECT e.oid, 0, quote_ident(e.extname), NULL::oid, NULL::oid, NULL::int,"
	"       quote_ident(n.nspname), e.extversion, e.extrelocatable, v.default_version,"
	"       EXISTS (SELECT FROM pg_depend d JOIN pg_class c ON c.oid = d.objid"
	"                WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid"
	"                  AND d.classid = 'pg_class'::regclass AND d.deptype = 'e'"
	"                  AND c.relkind IN ('r', 'p', 'm', 'S')), e.extname"
	"  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
	"       LEFT JOIN pg_available_extensions() v ON v.name = e.extname"
	" WHERE e.oid >= 16384 AND e.extname <> 'migrate' AND " MIG_SCOPE_SHOWN("e.extname"),
	MIG_ATTRS(attrs),
	.create = create,
	.drop = drop,
};
