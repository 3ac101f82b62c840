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

#define MIG_STATE_SQL(trigger) \
	"CASE " trigger ".tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE'" \
	" WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END"

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
	"       " MIG_STATE_SQL("t") ","
	"       c.oid::regclass::text, quote_ident(t.tgname)"
	"  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
	" WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.rest = rest,
};

/*
 * The state of a partition's trigger, where it is not that of the trigger which
 * it comes from: altering that one alters them all.
 */
enum
{
	OWN_STATE,
	GIVEN_STATE,
	SUBJECT,
	TRIGGER,
};

static void
set_state(MigWriter *out, const MigFact *fact, int state)
{
	mig_text_statement(out, "ALTER TABLE %s %s TRIGGER %s", mig_attr(fact, SUBJECT), mig_attr(fact, state),
					   mig_attr(fact, TRIGGER));
}

static void
alter_own_state(MigWriter *out, const MigFact *old, const MigFact *new)
{
	set_state(out, new, OWN_STATE);
}

/* The one above, altered, has altered this one as well. */
static void
alter_given_state(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_equal(old, new, OWN_STATE))
		set_state(out, new, OWN_STATE);
}

static const MigAttr state_attrs[] = {
	[OWN_STATE] = {"state", MIG_ALTER, alter_own_state},
	[GIVEN_STATE] = {"state of the trigger above", MIG_ALTER, alter_given_state},
	[SUBJECT] = {"subject", MIG_IGNORE},
	[TRIGGER] = {"trigger", MIG_IGNORE},
};

static void
create_state(MigWriter *out, const MigFact *fact, const List *clauses)
{
	set_state(out, fact, OWN_STATE);
}

static void
drop_state(MigWriter *out, const MigFact *fact)
{
	set_state(out, fact, GIVEN_STATE);
}

const MigKind mig_kind_trigger_state = {
	.keyword = "TRIGGER STATE",
	.weight = 350,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query =
	"SELECT NULL::oid, NULL::int, format('%I ON %s', t.tgname, c.oid::regclass), 'pg_trigger'::regclass::oid, r.oid, 0,"
	"       " MIG_STATE_SQL("t") ", " MIG_STATE_SQL("r") ","
	"       CASE c.relkind WHEN 'p' THEN 'ONLY ' ELSE '' END || c.oid::regclass, quote_ident(t.tgname)"
	"  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
	"       CROSS JOIN pg_partition_ancestors(c.oid) a(relid)"
	"       JOIN pg_trigger r ON r.tgrelid = a.relid AND r.tgname = t.tgname AND r.tgparentid = 0"
	" WHERE NOT t.tgisinternal AND t.tgparentid <> 0 AND t.tgenabled <> r.tgenabled AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(state_attrs),
	.create = create_state,
	.drop = drop_state,
};
