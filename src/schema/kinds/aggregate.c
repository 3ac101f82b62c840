/*
 * aggregate.c
 *	  Aggregates.
 */
#include "postgres.h"

#include "catalog/pg_proc.h"

#include "schema/kinds.h"

enum
{
	DEFINITION,
	ARGUMENTS,
	NAME,
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE OR REPLACE AGGREGATE %s(%s) (\n    %s\n)", mig_attr(fact, NAME),
					   mig_attr(fact, ARGUMENTS), mig_attr(fact, DEFINITION));
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[ARGUMENTS] = {"arguments", MIG_REPLACE},
	[NAME] = {"name", MIG_IGNORE},
};

#define FUNCTION(label, column) \
	"    CASE WHEN g." column " <> 0 THEN '" label " = ' || g." column "::oid::regproc END,"

/* Hypothetical and ordered-set aggregates modify nothing unless told. */
const MigKind mig_kind_aggregate = {
	.keyword = "AGGREGATE",
	.catalog = ProcedureRelationId,
	.weight = 160,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT p.oid, 0, format('%I.%I(%s)', n.nspname, p.proname,"
	"         coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*')),"
	"       'pg_namespace'::regclass::oid, n.oid, 0,"
	"       concat_ws(E',\\n    ', 'SFUNC = ' || g.aggtransfn::oid::regproc,"
	"    'STYPE = ' || format_type(g.aggtranstype, NULL),"
	"    CASE WHEN g.aggtransspace <> 0 THEN 'SSPACE = ' || g.aggtransspace END,"
	FUNCTION("FINALFUNC", "aggfinalfn")
	"    CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,"
	"    CASE WHEN g.aggfinalfn <> 0 AND g.aggfinalmodify <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::\"char\""
	"         THEN 'FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY'"
	"              WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,"
	FUNCTION("COMBINEFUNC", "aggcombinefn")
	FUNCTION("SERIALFUNC", "aggserialfn")
	FUNCTION("DESERIALFUNC", "aggdeserialfn")
	"    'INITCOND = ' || quote_literal(g.agginitval),"
	FUNCTION("MSFUNC", "aggmtransfn")
	FUNCTION("MINVFUNC", "aggminvtransfn")
	"    CASE WHEN g.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(g.aggmtranstype, NULL) END,"
	"    CASE WHEN g.aggmtransspace <> 0 THEN 'MSSPACE = ' || g.aggmtransspace END,"
	FUNCTION("MFINALFUNC", "aggmfinalfn")
	"    CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,"
	"    CASE WHEN g.aggmfinalfn <> 0 AND g.aggmfinalmodify <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::\"char\""
	"         THEN 'MFINALFUNC_MODIFY = ' || CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY'"
	"              WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,"
	"    'MINITCOND = ' || quote_literal(g.aggminitval),"
	"    CASE WHEN g.aggsortop <> 0 THEN (SELECT format('SORTOP = OPERATOR(%I.%s)', s.nspname, o.oprname)"
	"           FROM pg_operator o JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = g.aggsortop) END,"
	"    CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,"
	"    CASE g.aggkind WHEN 'h' THEN 'HYPOTHETICAL' END),"
	"       coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'),"
	"       format('%I.%I', n.nspname, p.proname)"
	"  FROM pg_proc p JOIN pg_aggregate g ON g.aggfnoid = p.oid"
	"       JOIN pg_namespace n ON n.oid = p.pronamespace"
	" WHERE p.prokind = 'a' AND p.pronamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
