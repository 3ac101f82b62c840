/*
 * conversion.c
 *	  Conversions between encodings.
 */
#include "postgres.h"

#include "catalog/pg_conversion.h"

#include "schema/kinds.h"

enum
{
	DEFAULT,
	DEFINITION,
};

static const MigAttr attrs[] = {
	[DEFAULT] = {"default", MIG_REPLACE},
	[DEFINITION] = {"definition", MIG_REPLACE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE %sCONVERSION %s %s", mig_attr_true(fact, DEFAULT) ? "DEFAULT " : "",
					   fact->identity, mig_attr(fact, DEFINITION));
}

const MigKind mig_kind_conversion = {
	.keyword = "CONVERSION",
	.catalog = ConversionRelationId,
	.weight = 185,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT c.oid, 0, format('%I.%I', n.nspname, c.conname), NULL::oid, NULL::oid, NULL::int,"
	"       c.condefault, format('FOR %L TO %L FROM %s', pg_encoding_to_char(c.conforencoding),"
	"                            pg_encoding_to_char(c.contoencoding), c.conproc)"
	"  FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace"
	" WHERE c.oid >= 16384 AND c.connamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
