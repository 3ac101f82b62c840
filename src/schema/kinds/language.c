/*
 * language.c
 *	  Procedural languages that no extension brings.
 */
#include "postgres.h"

#include "catalog/pg_language.h"

#include "schema/kinds.h"
#include "schema/scope.h"

enum
{
	TRUSTED,
	FUNCTIONS,
};

static void
write_language(MigWriter *out, const MigFact *fact, const char *create)
{
	mig_text_statement(out, "%s %sLANGUAGE %s %s", create, mig_attr_true(fact, TRUSTED) ? "TRUSTED " : "",
					   fact->identity, mig_attr(fact, FUNCTIONS));
}

/* One statement says it all. */
static void
alter_trusted(MigWriter *out, const MigFact *old, const MigFact *new)
{
	write_language(out, new, "CREATE OR REPLACE");
}

static void
alter_functions(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_equal(old, new, TRUSTED))
		alter_trusted(out, old, new);
}

static const MigAttr attrs[] = {
	[TRUSTED] = {"trusted", MIG_ALTER, alter_trusted},
	[FUNCTIONS] = {"functions", MIG_ALTER, alter_functions},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	write_language(out, fact, "CREATE");
}

const MigKind mig_kind_language = {
	.keyword = "LANGUAGE",
	.catalog = LanguageRelationId,
	.weight = 140,
	.query =
	"SELECT l.oid, 0, quote_ident(l.lanname), NULL::oid, NULL::oid, NULL::int, l.lanpltrusted,"
	"       concat_ws(' ', 'HANDLER ' || l.lanplcallfoid::oid::regproc,"
	"         CASE WHEN l.laninline <> 0 THEN 'INLINE ' || l.laninline::oid::regproc END,"
	"         CASE WHEN l.lanvalidator <> 0 THEN 'VALIDATOR ' || l.lanvalidator::oid::regproc END)"
	"  FROM pg_language l JOIN pg_proc p ON p.oid = l.lanplcallfoid"
	" WHERE l.oid >= 16384 AND (p.oid < 16384 OR p.pronamespace = ANY ($1))"
	"   AND " MIG_SCOPE_SHOWN("l.lanname") " AND " MIG_SCOPE_OWN("l.lanowner"),
	MIG_ATTRS(attrs),
	.create = create,
};
