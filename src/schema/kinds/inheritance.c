/*
 * inheritance.c
 *	  That a table is a partition of another, inherits from it, or is of a type.
 *	  A new table says so in its CREATE; this is for one that is there already.
 */
#include "postgres.h"

#include "schema/family.h"
#include "schema/kinds.h"

enum
{
	PARENT,
	BOUND,
	CHILD,
	APART,						/* a partition that has its columns in an order of its own */
};

static const MigAttr attrs[] = {
	[PARENT] = {"parent", MIG_REPLACE},
	[BOUND] = {"partition bound", MIG_REPLACE},
	[CHILD] = {"child", MIG_IGNORE},
	[APART] = {"apart", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	if (mig_attr(fact, BOUND) != NULL)
		mig_text_statement(out, "ALTER TABLE %s ATTACH PARTITION %s %s", mig_attr(fact, PARENT),
						   mig_attr(fact, CHILD), mig_attr(fact, BOUND));
	else
		mig_text_statement(out, "ALTER TABLE %s INHERIT %s", mig_attr(fact, CHILD), mig_attr(fact, PARENT));
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	if (mig_attr(fact, BOUND) != NULL)
		mig_text_statement(out, "ALTER TABLE %s DETACH PARTITION %s", mig_attr(fact, PARENT),
						   mig_attr(fact, CHILD));
	else
		mig_text_statement(out, "ALTER TABLE %s NO INHERIT %s", mig_attr(fact, CHILD),
						   mig_attr(fact, PARENT));
}

static bool
routes(const MigFact *fact)
{
	return mig_attr(fact, BOUND) != NULL;
}

/* What is created as a partition has the order of its parent. */
static bool
apart(const MigFact *fact)
{
	return mig_attr_true(fact, APART);
}

/* The table says it. */
static char *
clause(const MigFact *fact, const List *clauses)
{
	return NULL;
}

const MigKind mig_kind_inheritance = {
	.keyword = "INHERITANCE",
	.weight = 260,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_FOLDS | MIG_REBUILDABLE | MIG_LINEAGE,
	.query =
	"SELECT NULL::oid, NULL::int, format('%s OF %s', c.oid::regclass, i.inhparent::regclass),"
	"       'pg_class'::regclass::oid, c.oid, 0, i.inhparent::regclass::text,"
	"       pg_get_expr(c.relpartbound, c.oid), c.oid::regclass::text,"
	"       c.relispartition AND c.relkind <> 'f' AND " MIG_OWN_ORDER_SQL("c.oid", "i.inhparent")
	"  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
	" WHERE c.relkind IN ('r', 'p', 'f') AND c.relnamespace = ANY ($1) AND NOT i.inhdetachpending",
	MIG_ATTRS(attrs),
	.create = create,
	.apart = apart,
	.clause = clause,
	.drop = drop,
	.routes = routes,
};

/* Of a typed table: its type, and itself. */
enum
{
	TYPE,
	TABLE,
};

static const MigAttr typing_attrs[] = {
	[TYPE] = {"type", MIG_REPLACE},
	[TABLE] = {"table", MIG_IGNORE},
};

static void
create_typing(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "ALTER TABLE %s OF %s", mig_attr(fact, TABLE), mig_attr(fact, TYPE));
}

static void
drop_typing(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER TABLE %s NOT OF", mig_attr(fact, TABLE));
}

/* The order of its columns is. */
static bool
fixed(const MigFact *fact)
{
	return true;
}

const MigKind mig_kind_typing = {
	.keyword = "TYPING",
	.weight = 261,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_FOLDS | MIG_REBUILDABLE | MIG_LINEAGE,
	.query =
	"SELECT NULL::oid, NULL::int, format('%s OF %s', c.oid::regclass, c.reloftype::regtype),"
	"       'pg_class'::regclass::oid, c.oid, 0, c.reloftype::regtype::text, c.oid::regclass::text"
	"  FROM pg_class c WHERE c.reloftype <> 0 AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(typing_attrs),
	.create = create_typing,
	.clause = clause,
	.drop = drop_typing,
	.fixed = fixed,
};
