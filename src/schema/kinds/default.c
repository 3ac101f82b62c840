/*
 * default.c
 *	  Column defaults.  Generated expressions belong to their column.
 */
#include "postgres.h"

#include "catalog/pg_attrdef.h"

#include "schema/kinds.h"

enum
{
	EXPRESSION,
	RELATION,
	COLUMN,
};

static void
alter_expression(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER %s ALTER COLUMN %s SET DEFAULT %s",
					   mig_attr(new, RELATION), mig_attr(new, COLUMN), mig_attr(new, EXPRESSION));
}

static const MigAttr attrs[] = {
	[EXPRESSION] = {"expression", MIG_ALTER, alter_expression},
	[RELATION] = {"relation", MIG_IGNORE},
	[COLUMN] = {"column", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	alter_expression(out, fact, fact);
}

/* Of a view's column, which no clause makes. */
static bool
apart(const MigFact *fact)
{
	return strncmp(mig_attr(fact, RELATION), "VIEW ", strlen("VIEW ")) == 0;
}

static char *
clause(const MigFact *fact, const List *clauses)
{
	return psprintf("DEFAULT %s", mig_attr(fact, EXPRESSION));
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER %s ALTER COLUMN %s DROP DEFAULT",
					   mig_attr(fact, RELATION), mig_attr(fact, COLUMN));
}

const MigKind mig_kind_default = {
	.keyword = "DEFAULT",
	.catalog = AttrDefaultRelationId,
	.weight = 220,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_BLOCKS | MIG_FOLDS,
	.query =
	"SELECT d.oid, 0, format('%s.%I', a.attrelid::regclass, a.attname),"
	"       'pg_class'::regclass::oid, a.attrelid, CASE c.relkind WHEN 'v' THEN 0 ELSE a.attnum END::int,"
	"       pg_get_expr(d.adbin, d.adrelid),"
	"       CASE c.relkind WHEN 'v' THEN 'VIEW ' ELSE 'TABLE ONLY ' END || a.attrelid::regclass, quote_ident(a.attname)"
	"  FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum"
	"       JOIN pg_class c ON c.oid = a.attrelid"
	" WHERE c.relkind IN ('r', 'p', 'f', 'v') AND c.relnamespace = ANY ($1) AND a.attgenerated = ''",
	MIG_ATTRS(attrs),
	.create = create,
	.apart = apart,
	.clause = clause,
	.drop = drop,
};
