/*
 * sequence.c
 *	  Sequences, but for those of identity columns.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "lib/stringinfo.h"

#include "schema/kinds.h"

enum
{
	TYPE,
	OPTIONS,
	OWNEDBY,
	PERSISTENCE,
	MINVALUE,
	MAXVALUE,
};

/*
 * MINVALUE, MAXVALUE and START move in one statement: one by one they refuse
 * each other.  Where the bounds close in, the sequence is moved between them
 * first, and stays where it is if it is there already.
 */
static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (!mig_attr_equal(old, new, MINVALUE) || !mig_attr_equal(old, new, MAXVALUE))
		mig_text_statement(out, "SELECT pg_catalog.setval(%s, LEAST(GREATEST(last_value, %s), %s), is_called) FROM %s",
						   mig_text_literal(new->identity), mig_attr(new, MINVALUE),
						   mig_attr(new, MAXVALUE), new->identity);
	mig_text_statement(out, "ALTER SEQUENCE %s AS %s %s", new->identity, mig_attr(new, TYPE),
					   mig_attr(new, OPTIONS));
}

static void
alter_type(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_equal(old, new, OPTIONS))
		alter_options(out, old, new);
}

static void
alter_ownedby(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER SEQUENCE %s OWNED BY %s", new->identity,
					   mig_attr(new, OWNEDBY) ? mig_attr(new, OWNEDBY) : "NONE");
}

static void
alter_persistence(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER SEQUENCE %s SET %s", new->identity,
					   strcmp(mig_attr(new, PERSISTENCE), "u") == 0 ? "UNLOGGED" : "LOGGED");
}

static const MigAttr attrs[] = {
	[TYPE] = {"type", MIG_ALTER, alter_type},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[OWNEDBY] = {"owned by", MIG_ALTER, alter_ownedby},
	[PERSISTENCE] = {"persistence", MIG_ALTER, alter_persistence},
	[MINVALUE] = {"minvalue", MIG_IGNORE},
	[MAXVALUE] = {"maxvalue", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE %sSEQUENCE %s AS %s %s%s%s",
					   strcmp(mig_attr(fact, PERSISTENCE), "u") == 0 ? "UNLOGGED " : "",
					   fact->identity, mig_attr(fact, TYPE), mig_attr(fact, OPTIONS),
					   mig_attr(fact, OWNEDBY) ? " OWNED BY " : "",
					   mig_attr(fact, OWNEDBY) ? mig_attr(fact, OWNEDBY) : "");
}

const MigKind mig_kind_sequence = {
	.keyword = "SEQUENCE",
	.catalog = RelationRelationId,
	.weight = 215,
	.traits = MIG_FALLS_WITH_PARENT | MIG_RELNAME | MIG_HOLDS_DATA,
	.query =
	"SELECT c.oid, 0, c.oid::regclass::text,"
	"       CASE WHEN d.refobjid IS NOT NULL THEN 'pg_class'::regclass::oid END,"
	"       d.refobjid, d.refobjsubid,"
	"       format_type(s.seqtypid, NULL),"
	"       format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s %s',"
	"              s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,"
	"              CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END),"
	"       (SELECT format('%s.%I', d.refobjid::regclass, a.attname) FROM pg_attribute a"
	"         WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid), c.relpersistence,"
	"       s.seqmin, s.seqmax"
	"  FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid"
	"       LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid"
	"            AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'"
	" WHERE c.relkind = 'S' AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
