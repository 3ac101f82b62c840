/*
 * function.c
 *	  Functions and procedures.
 */
#include "postgres.h"

#include "catalog/pg_proc.h"

#include "schema/kinds.h"

enum
{
	DEFINITION,
	SIGNATURE,
	DEFAULTS,
};

static void
create_function(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "%s", mig_attr(fact, DEFINITION));
}

static void
alter_definition(MigWriter *out, const MigFact *old, const MigFact *new)
{
	create_function(out, new, NIL);
}

/* A body that is no text depends on the columns that it names, and keeps them. */
static bool
blocks(const MigFact *fact)
{
	return strstr(mig_attr(fact, DEFINITION), "\nAS ") == NULL;
}

/* Defaults of arguments come in place, with the definition, but do not go so. */
static MigHow
decide_defaults(const MigFact *old, const MigFact *new)
{
	return atoi(mig_attr(old, DEFAULTS)) > atoi(mig_attr(new, DEFAULTS)) ? MIG_REPLACE : MIG_IGNORE;
}

/* CREATE OR REPLACE keeps result and the names of arguments as they are. */
static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_ALTER, alter_definition},
	[SIGNATURE] = {"signature", MIG_REPLACE},
	[DEFAULTS] = {"number of defaults", MIG_REPLACE, NULL, decide_defaults},
};

/*
 * The identity is a regprocedure.  The signature is all that CREATE OR REPLACE
 * refuses to change: names, modes and types of arguments, and the result.
 */
#define QUERY(prokind) \
	"SELECT p.oid, 0, p.oid::regprocedure::text, NULL::oid, NULL::oid, NULL::int," \
	"       rtrim(pg_get_functiondef(p.oid), E'\\n')," \
	"       concat_ws(E'\\n', p.proargnames::text, p.proargmodes::text," \
	"         (SELECT string_agg(format_type(t.type, NULL), ',' ORDER BY t.n)" \
	"            FROM unnest(p.proallargtypes) WITH ORDINALITY AS t(type, n))," \
	"         pg_get_function_result(p.oid)), p.pronargdefaults" \
	"  FROM pg_proc p WHERE p.prokind IN (" prokind ") AND p.pronamespace = ANY ($1)"

const MigKind mig_kind_function = {
	.keyword = "FUNCTION",
	.catalog = ProcedureRelationId,
	.weight = 150,
	.traits = MIG_REBUILDABLE | MIG_BODY,
	.query = QUERY("'f', 'w'"),
	MIG_ATTRS(attrs),
	.create = create_function,
	.blocks = blocks,
};

const MigKind mig_kind_procedure = {
	.keyword = "PROCEDURE",
	.catalog = ProcedureRelationId,
	.weight = 151,
	.traits = MIG_REBUILDABLE | MIG_BODY,
	.query = QUERY("'p'"),
	MIG_ATTRS(attrs),
	.create = create_function,
	.blocks = blocks,
};
