/*
 * collation.c
 *	  Collations.  The version of the library's rules is the machine's affair.
 */
#include "postgres.h"

#include "catalog/pg_collation.h"

#include "schema/kinds.h"

enum
{
	DEFINITION,
};

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE COLLATION %s (%s)", fact->identity, mig_attr(fact, DEFINITION));
}

/* Where the catalog keeps what is not libc's, and what the provider is called. */
#if PG_VERSION_NUM >= 170000
#define LOCALE		"c.colllocale"
#define RULES		"c.collicurules"
#else
#define LOCALE		"c.colliculocale"
#if PG_VERSION_NUM >= 160000
#define RULES		"c.collicurules"
#else
#define RULES		"NULL::text"
#endif
#endif

const MigKind mig_kind_collation = {
	.keyword = "COLLATION",
	.catalog = CollationRelationId,
	.weight = 40,
	.traits = MIG_REBUILDABLE | MIG_SWAPPED,
	.query =
	"SELECT c.oid, 0, c.oid::regcollation::text, NULL::oid, NULL::oid, NULL::int,"
	"       concat_ws(', ', 'PROVIDER = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'"
	"                                        WHEN 'd' THEN '\"default\"' ELSE 'libc' END,"
	"         'LOCALE = ' || quote_literal(" LOCALE "),"
	"         'LC_COLLATE = ' || quote_literal(c.collcollate), 'LC_CTYPE = ' || quote_literal(c.collctype),"
	"         CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END,"
	"         'RULES = ' || quote_literal(" RULES "))"
	"  FROM pg_collation c WHERE c.oid >= 16384 AND c.collnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
