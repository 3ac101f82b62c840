/*
 * rule.c
 *	  Rewrite rules, but for those that make a view.
 */
#include "postgres.h"

#include "catalog/pg_rewrite.h"

#include "schema/kinds.h"

enum
{
	DEFINITION,
	STATE,
	RELATION,
	NAME,
};

static void
alter_state(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s %s RULE %s", mig_attr(new, RELATION),
					   mig_attr(new, STATE), mig_attr(new, NAME));
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[STATE] = {"state", MIG_ALTER, alter_state},
	[RELATION] = {"relation", MIG_IGNORE},
	[NAME] = {"name", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "%s", mig_attr(fact, DEFINITION));
}

static void
rest(MigWriter *out, const MigFact *fact)
{
	if (strcmp(mig_attr(fact, STATE), "ENABLE") != 0)
		alter_state(out, fact, fact);
}

const MigKind mig_kind_rule = {
	.keyword = "RULE",
	.catalog = RewriteRelationId,
	.weight = 330,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_BLOCKS,
	.query =
	"SELECT r.oid, 0, format('%I ON %s', r.rulename, c.oid::regclass), 'pg_class'::regclass::oid, c.oid, 0,"
	"       rtrim(pg_get_ruledef(r.oid), ';'),"
	"       CASE r.ev_enabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE'"
	"            WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END,"
	"       c.oid::regclass::text, quote_ident(r.rulename)"
	"  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class"
	" WHERE r.rulename <> '_RETURN' AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.rest = rest,
};
