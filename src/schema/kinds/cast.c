/*
 * cast.c
 *	  Casts and transforms, which have neither a schema nor a name.
 *
 * They are ours when a type or a function of theirs is, and when all of these
 * are the server's own.
 */
#include "postgres.h"

#include "catalog/pg_cast.h"
#include "catalog/pg_transform.h"

#include "schema/kinds.h"
#include "schema/scope.h"

enum
{
	DEFINITION,
};

static void
create_definition(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE %s %s %s", fact->kind->keyword, fact->identity,
					   mig_attr(fact, DEFINITION));
}

static void
alter_transform(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "CREATE OR REPLACE TRANSFORM %s %s", new->identity, mig_attr(new, DEFINITION));
}

static const MigAttr cast_attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
};

static const MigAttr transform_attrs[] = {
	[DEFINITION] = {"definition", MIG_ALTER, alter_transform},
};

/* SQL: is one of these ours, or are all three the server's? */
#define OURS(one, other, third, fourth) \
	"(EXISTS (SELECT FROM pg_type t WHERE t.oid IN (" one ", " other ") AND t.typnamespace = ANY ($1))" \
	" OR EXISTS (SELECT FROM pg_proc p WHERE p.oid IN (" third ", " fourth ") AND p.pronamespace = ANY ($1))" \
	" OR greatest(" one ", " other ", " third ", " fourth ") < 16384)"

/* SQL: may the caller drop what is between these types? */
#define OWN(one, other) \
	"EXISTS (SELECT FROM pg_type t WHERE t.oid IN (" one ", " other ") AND " MIG_SCOPE_OWN("t.typowner") ")"

/* Nothing records that an expression uses a cast: it comes before all that may. */
const MigKind mig_kind_cast = {
	.keyword = "CAST",
	.catalog = CastRelationId,
	.weight = 155,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT c.oid, 0, format('(%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),"
	"       NULL::oid, NULL::oid, NULL::int,"
	"       CASE c.castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT'"
	"            ELSE 'WITH FUNCTION ' || c.castfunc::regprocedure END ||"
	"       CASE c.castcontext WHEN 'i' THEN ' AS IMPLICIT' WHEN 'a' THEN ' AS ASSIGNMENT' ELSE '' END"
	"  FROM pg_cast c"
	" WHERE c.oid >= 16384 AND " OWN("c.castsource", "c.casttarget") " AND " OURS("c.castsource", "c.casttarget", "c.castfunc", "c.castfunc"),
	MIG_ATTRS(cast_attrs),
	.create = create_definition,
};

const MigKind mig_kind_transform = {
	.keyword = "TRANSFORM",
	.catalog = TransformRelationId,
	.weight = 156,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT x.oid, 0, format('FOR %s LANGUAGE %I', format_type(x.trftype, NULL), l.lanname),"
	"       NULL::oid, NULL::oid, NULL::int,"
	"       format('(%s)', concat_ws(', ',"
	"         CASE WHEN x.trffromsql <> 0 THEN 'FROM SQL WITH FUNCTION ' || x.trffromsql::oid::regprocedure END,"
	"         CASE WHEN x.trftosql <> 0 THEN 'TO SQL WITH FUNCTION ' || x.trftosql::oid::regprocedure END))"
	"  FROM pg_transform x JOIN pg_language l ON l.oid = x.trflang"
	" WHERE x.oid >= 16384 AND " OWN("x.trftype", "x.trftype") " AND " OURS("x.trftype", "x.trftype", "x.trffromsql", "x.trftosql"),
	MIG_ATTRS(transform_attrs),
	.create = create_definition,
};
