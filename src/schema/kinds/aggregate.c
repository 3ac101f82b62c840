/*
 * aggregate.c
 *	  Aggregate functions.
 */
#include "postgres.h"

#include "catalog/pg_proc.h"

#include "schema/kinds.h"

enum
{
	DEFINITION,
	SIGNATURE,
	HEAD,
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE OR REPLACE AGGREGATE %s (\n    %s\n)", mig_attr(fact, HEAD),
					   mig_attr(fact, DEFINITION));
}

static void
alter_definition(MigWriter *out, const MigFact *old, const MigFact *new)
{
	create(out, new, NIL);
}

/* CREATE OR REPLACE keeps the result and what the arguments are for. */
static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_ALTER, alter_definition},
	[SIGNATURE] = {"signature", MIG_REPLACE},
	[HEAD] = {"head", MIG_IGNORE},
};

#define SUPPORT(option, column) \
	"  CASE WHEN a." column " <> 0 THEN '" option " = ' || a." column " END,"
#define MODIFY(option, func, column) \
	"  CASE WHEN a." func " <> 0 AND a." column " <> CASE a.aggkind WHEN 'n' THEN 'r'::\"char\" ELSE 'w' END" \
	"       THEN '" option " = ' || CASE a." column \
	"            WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,"
#define EXTRA(option, column) \
	"  CASE WHEN a." column " THEN '" option "' END,"

/*
 * An ordered-set aggregate may finish by writing to its state, and does so by
 * default; the others only read it by default.
 */
const MigKind mig_kind_aggregate = {
	.keyword = "AGGREGATE",
	.catalog = ProcedureRelationId,
	.weight = 160,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT p.oid, 0,"
	"       CASE p.pronargs WHEN 0 THEN regexp_replace(p.oid::regprocedure::text, '\\(\\)$', '(*)')"
	"            ELSE p.oid::regprocedure::text END, 'pg_namespace'::regclass::oid, n.oid, 0,"
	"       concat_ws(E',\\n    ', 'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(a.aggtranstype, NULL),"
	"  'SSPACE = ' || nullif(a.aggtransspace, 0),"
	SUPPORT("FINALFUNC", "aggfinalfn")
	EXTRA("FINALFUNC_EXTRA", "aggfinalextra")
	MODIFY("FINALFUNC_MODIFY", "aggfinalfn", "aggfinalmodify")
	SUPPORT("COMBINEFUNC", "aggcombinefn")
	SUPPORT("SERIALFUNC", "aggserialfn")
	SUPPORT("DESERIALFUNC", "aggdeserialfn")
	"  'INITCOND = ' || quote_literal(a.agginitval),"
	SUPPORT("MSFUNC", "aggmtransfn")
	SUPPORT("MINVFUNC", "aggminvtransfn")
	"  CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,"
	"  'MSSPACE = ' || nullif(a.aggmtransspace, 0),"
	SUPPORT("MFINALFUNC", "aggmfinalfn")
	EXTRA("MFINALFUNC_EXTRA", "aggmfinalextra")
	MODIFY("MFINALFUNC_MODIFY", "aggmfinalfn", "aggmfinalmodify")
	"  'MINITCOND = ' || quote_literal(a.aggminitval),"
	"  (SELECT format('SORTOP = OPERATOR(%I.%s)', n.nspname, o.oprname)"
	"     FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop),"
	"  CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,"
	"  CASE a.aggkind WHEN 'h' THEN 'HYPOTHETICAL' END),"
	"       concat_ws(E'\\n', p.prorettype::regtype, a.aggkind, a.aggnumdirectargs,"
	"                 p.proargnames::text, p.proargmodes::text),"
	"       format('%I.%I(%s)', n.nspname, p.proname,"
	"              coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'))"
	"  FROM pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid"
	"       JOIN pg_namespace n ON n.oid = p.pronamespace"
	" WHERE p.pronamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
