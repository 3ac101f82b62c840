/*
 * trigger.c
 *	  Triggers, constraint triggers among them.
 */
#include "postgres.h"

#include "catalog/pg_trigger.h"

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
	mig_text_statement(out, "ALTER TABLE %s %s TRIGGER %s", mig_attr(new, RELATION),
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

/* Partitions get the triggers of their parent from the server. */
const MigKind mig_kind_trigger = {
	.keyword = "TRIGGER",
	.catalog = TriggerRelationId,
	.weight = 320,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_BLOCKS,
	.query =
	"SELECT t.oid, 0, format('%I ON %s', t.tgname, c.oid::regclass), 'pg_class'::regclass::oid, c.oid, 0,"
	"       pg_get_triggerdef(t.oid),"
	"       CASE t.tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE'"
	"            WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END,"
	"       c.oid::regclass::text, quote_ident(t.tgname)"
	"  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
	" WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.rest = rest,
};
