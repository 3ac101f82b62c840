/*
 * event_trigger.c
 *	  Event triggers.  They go first and come last, so that a script does not
 *	  set off those it brings.
 */
#include "postgres.h"

#include "catalog/pg_event_trigger.h"

#include "schema/kinds.h"
#include "schema/scope.h"

enum
{
	DEFINITION,
	STATE,
};

static void
alter_state(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER EVENT TRIGGER %s %s", new->identity, mig_attr(new, STATE));
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[STATE] = {"state", MIG_ALTER, alter_state},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE EVENT TRIGGER %s %s", fact->identity, mig_attr(fact, DEFINITION));
}

static void
rest(MigWriter *out, const MigFact *fact)
{
	if (strcmp(mig_attr(fact, STATE), "ENABLE") != 0)
		alter_state(out, fact, fact);
}

const MigKind mig_kind_event_trigger = {
	.keyword = "EVENT TRIGGER",
	.catalog = EventTriggerRelationId,
	.weight = 800,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT e.oid, 0, quote_ident(e.evtname), NULL::oid, NULL::oid, NULL::int,"
	"       format('ON %s%s EXECUTE FUNCTION %s', e.evtevent,"
	"         (SELECT ' WHEN TAG IN (' || string_agg(quote_literal(t), ', ' ORDER BY t) || ')' FROM unnest(e.evttags) t),"
	"         e.evtfoid::regprocedure),"
	"       CASE e.evtenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE'"
	"            WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END"
	"  FROM pg_event_trigger e WHERE " MIG_SCOPE_SHOWN("e.evtname") " AND " MIG_SCOPE_OWN("e.evtowner"),
	MIG_ATTRS(attrs),
	.create = create,
	.rest = rest,
};
