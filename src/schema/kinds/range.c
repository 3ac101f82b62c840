/*
 * range.c
 *	  Range types, each with its multirange type.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "schema/kinds.h"

enum
{
	DEFINITION,
	MULTIRANGE,
	SUBTYPE,
	CANONICAL,
};

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[MULTIRANGE] = {"multirange", MIG_IGNORE},
	[SUBTYPE] = {"subtype", MIG_IGNORE},
	[CANONICAL] = {"canonical", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE TYPE %s AS RANGE (%s)", fact->identity, mig_attr(fact, DEFINITION));
}

/*
 * The multirange type has a name of its own, which the new one takes; so it is
 * with those constructors whose arguments may be the same.
 */
static void
rename_range(MigWriter *out, const MigFact *fact, const char *newname)
{
	const char *multirange = mig_attr(fact, MULTIRANGE);
	const char *subtype = mig_attr(fact, SUBTYPE);
	const char *newmultirange = quote_identifier(psprintf("%.*s__old", NAMEDATALEN - 6,
														  mig_text_last_name(multirange)));

	mig_text_statement(out, "ALTER FUNCTION %s(%s, %s) RENAME TO %s", fact->identity, subtype,
					   subtype, newname);
	mig_text_statement(out, "ALTER FUNCTION %s(%s, %s, text) RENAME TO %s", fact->identity, subtype,
					   subtype, newname);
	mig_text_statement(out, "ALTER FUNCTION %s() RENAME TO %s", multirange, newmultirange);
	/* One with a canonical function has its name from its shell. */
	if (mig_attr(fact, CANONICAL) == NULL)
		mig_text_statement(out, "ALTER TYPE %s RENAME TO %s", fact->identity, newname);
	mig_text_statement(out, "ALTER TYPE %s RENAME TO %s", multirange, newmultirange);
}

const MigKind mig_kind_range = {
	.keyword = "TYPE",
	.catalog = TypeRelationId,
	.weight = 80,
	.traits = MIG_TYPENAME | MIG_SWAPPED,
	.query =
	"SELECT t.oid, 0, t.oid::regtype::text,"
	"       CASE WHEN r.rngcanonical = 0 THEN 'pg_namespace'::regclass ELSE 'pg_type'::regclass END::oid,"
	"       CASE WHEN r.rngcanonical = 0 THEN t.typnamespace ELSE t.oid END,"
	"       CASE WHEN r.rngcanonical = 0 THEN 0 ELSE -1 END,"
	"       concat_ws(', ', 'SUBTYPE = ' || format_type(r.rngsubtype, NULL),"
	"         (SELECT format('SUBTYPE_OPCLASS = %I.%I', n.nspname, o.opcname)"
	"            FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace"
	"           WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),"
	"         CASE WHEN r.rngcollation <> s.typcollation"
	"              THEN 'COLLATION = ' || r.rngcollation::regcollation END,"
	"         CASE WHEN r.rngcanonical <> 0 THEN 'CANONICAL = ' || r.rngcanonical::regproc END,"
	"         CASE WHEN r.rngsubdiff <> 0 THEN 'SUBTYPE_DIFF = ' || r.rngsubdiff::regproc END,"
	"         (SELECT format('MULTIRANGE_TYPE_NAME = %I.%I', n.nspname, m.typname)"
	"            FROM pg_type m JOIN pg_namespace n ON n.oid = m.typnamespace"
	"           WHERE m.oid = r.rngmultitypid)), r.rngmultitypid::regtype::text,"
	"       format_type(r.rngsubtype, NULL), nullif(r.rngcanonical, 0)"
	"  FROM pg_type t JOIN pg_range r ON r.rngtypid = t.oid JOIN pg_type s ON s.oid = r.rngsubtype"
	" WHERE t.typtype = 'r' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.rename = rename_range,
};
