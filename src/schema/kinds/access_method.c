/*
 * access_method.c
 *	  Access methods.
 */
#include "postgres.h"

#include "catalog/pg_am.h"

#include "schema/kinds.h"
#include "schema/scope.h"

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
	mig_text_statement(out, "CREATE ACCESS METHOD %s %s", fact->identity, mig_attr(fact, DEFINITION));
}

/* Those without a schema are ours when their handler is, or is the server's. */
const MigKind mig_kind_access_method = {
	.keyword = "ACCESS METHOD",
	.catalog = AccessMethodRelationId,
	.weight = 158,
	.query =
	"SELECT a.oid, 0, quote_ident(a.amname), NULL::oid, NULL::oid, NULL::int,"
	"       format('TYPE %s HANDLER %s', CASE a.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, a.amhandler)"
	"  FROM pg_am a JOIN pg_proc p ON p.oid = a.amhandler"
	" WHERE a.oid >= 16384 AND (p.oid < 16384 OR p.pronamespace = ANY ($1))"
	"   AND " MIG_SCOPE_SHOWN("a.amname") " AND " MIG_SCOPE_OWN("10::oid"),
	MIG_ATTRS(attrs),
	.create = create,
};
