/*
 * constraint.c
 *	  Constraints of tables: keys, checks, exclusions, foreign keys.
 */
#include "postgres.h"

#include "catalog/pg_constraint.h"
#include "utils/builtins.h"

#include "schema/family.h"
#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	DEFINITION,
	VALIDATED,
	OPTIONS,
	TABLESPACE,
	CLUSTERED,
	REPLIDENT,
	RELATION,
	NAME,
	INDEX,
	TIMING,
	WHOLE,
	ALONE,
	PARTNAME,
	COMES,
	GIVEN,
	LOOSE,
};

/* Partitions cannot have what their parent has as their own. */
static bool
bound(const MigFact *fact)
{
	return mig_attr(fact, GIVEN)[0] == 'b';
}

static bool
inherited(const MigFact *fact)
{
	return bound(fact) || mig_attr_true(fact, GIVEN);
}

/* What a parent has given follows that. */
static bool
follows(const MigFact *old, const MigFact *new)
{
	return inherited(old) && inherited(new);
}

static void
alter_validated(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s VALIDATE CONSTRAINT %s", mig_attr(new, RELATION),
					   mig_attr(new, NAME));
}

/* There is a way to validate, and none back.  A parent validates what it has given. */
static MigHow
decide_validated(const MigFact *old, const MigFact *new)
{
	if (follows(old, new))
		return mig_attr_true(new, VALIDATED) && mig_attr_true(new, LOOSE) ? MIG_ALTER : MIG_IGNORE;
	return mig_attr_true(new, VALIDATED) ? MIG_ALTER : MIG_REPLACE;
}

/* Only a foreign key's timing can be altered. */
static void
alter_timing(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s ALTER CONSTRAINT %s %s", mig_attr(new, RELATION),
					   mig_attr(new, NAME), mig_attr(new, TIMING));
}

static MigHow
decide_timing(const MigFact *old, const MigFact *new)
{
	if (follows(old, new))
		return MIG_IGNORE;
	return strncmp(mig_attr(new, DEFINITION), "FOREIGN KEY", 11) == 0 ? MIG_ALTER : MIG_REPLACE;
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, psprintf("ALTER INDEX %s", mig_attr(new, INDEX)), "",
					  mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

static void
alter_tablespace(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER INDEX %s SET TABLESPACE %s", mig_attr(new, INDEX),
					   mig_attr(new, TABLESPACE) ? mig_attr(new, TABLESPACE) : "pg_default");
}

static void
alter_clustered(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_true(new, CLUSTERED))
		mig_text_statement(out, "ALTER TABLE %s CLUSTER ON %s", mig_attr(new, RELATION),
						   mig_attr(new, NAME));
	else
		mig_text_statement(out, "ALTER TABLE %s SET WITHOUT CLUSTER", mig_attr(new, RELATION));
}

static void
alter_replident(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_true(new, REPLIDENT))
		mig_text_statement(out, "ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %s",
						   mig_attr(new, RELATION), mig_attr(new, NAME));
}

/* Joining what is joined does nothing. */
static void
join(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER INDEX %s ATTACH PARTITION %s", mig_attr(fact, WHOLE),
					   mig_attr(fact, INDEX));
}

/* A table that is detached takes its own with it. */
static void
alter_whole(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr(new, WHOLE) != NULL)
		join(out, new);
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[VALIDATED] = {"validated", MIG_ALTER, alter_validated, decide_validated},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[TABLESPACE] = {"tablespace", MIG_ALTER, alter_tablespace},
	[CLUSTERED] = {"clustered", MIG_ALTER, alter_clustered},
	[REPLIDENT] = {"replica identity", MIG_ALTER, alter_replident},
	[RELATION] = {"relation", MIG_IGNORE},
	[NAME] = {"name", MIG_IGNORE},
	[INDEX] = {"index", MIG_IGNORE},
	[TIMING] = {"timing", MIG_ALTER, alter_timing, decide_timing},
	[WHOLE] = {"attached to", MIG_ALTER, alter_whole, mig_family_decide},
	[ALONE] = {"alone", MIG_IGNORE},
	[PARTNAME] = {"name of a part", MIG_IGNORE},
	[COMES] = {"comes with the whole", MIG_IGNORE},
	[GIVEN] = {"given by a parent", MIG_IGNORE},
	[LOOSE] = {"not validated in a parent", MIG_IGNORE},
};

/* The definition with its timing and, where it is not, "not validated". */
static char *
definition(const MigFact *fact)
{
	const char *timing = mig_attr(fact, TIMING);
	bool		plain = strcmp(timing, "NOT DEFERRABLE") == 0;

	return psprintf("CONSTRAINT %s %s%s%s%s", mig_attr(fact, NAME), mig_attr(fact, DEFINITION),
					plain ? "" : " ", plain ? "" : timing,
					mig_attr_true(fact, VALIDATED) ? "" : " NOT VALID");
}

static char *
clause(const MigFact *fact, const List *clauses)
{
	return inherited(fact) ? NULL : definition(fact);
}

/* What no clause can say. */
static void
rest(MigWriter *out, const MigFact *fact)
{
	if (mig_attr(fact, OPTIONS) != NULL)
		mig_options_alter(out, psprintf("ALTER INDEX %s", mig_attr(fact, INDEX)), "", NULL, mig_attr(fact, OPTIONS));
	if (mig_attr(fact, TABLESPACE) != NULL)
		alter_tablespace(out, fact, fact);
	if (mig_attr_true(fact, CLUSTERED))
		alter_clustered(out, fact, fact);
	alter_replident(out, fact, fact);
	/* A table that is there is given it as its parent has it. */
	if (inherited(fact) && mig_attr_true(fact, VALIDATED) && mig_attr_true(fact, LOOSE) && !fact->parent->fresh)
		alter_validated(out, fact, fact);
}

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "ALTER TABLE %s%s ADD %s", mig_attr_true(fact, ALONE) ? "ONLY " : "",
					   mig_attr(fact, RELATION), definition(fact));
}

static bool
comes(const MigFact *fact, bool withtable)
{
	return withtable ? mig_attr(fact, PARTNAME) != NULL : mig_attr_true(fact, COMES);
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER TABLE %s DROP CONSTRAINT %s", mig_attr(fact, RELATION),
					   mig_attr(fact, NAME));
}

static void
rename_constraint(MigWriter *out, const MigFact *fact, const char *newname)
{
	mig_text_statement(out, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s", mig_attr(fact, RELATION),
					   quote_identifier(mig_text_last_name(fact->identity)), newname);
}

static void
along(MigWriter *out, const MigFact *fact)
{
	const char *name = mig_attr(fact, PARTNAME);

	if (name != NULL && strcmp(name, mig_attr(fact, NAME)) != 0)
		mig_text_statement(out, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s", mig_attr(fact, RELATION),
						   name, mig_attr(fact, NAME));
	rest(out, fact);
}

/* What a key is made of; NULL for what is none. */
static const char *
key_of(const MigFact *fact)
{
	const char *definition = mig_attr(fact, DEFINITION);

	if (strncmp(definition, "PRIMARY KEY ", 12) == 0)
		return definition + 12;
	if (strncmp(definition, "UNIQUE ", 7) == 0)
		return definition + 7;
	return strncmp(definition, "EXCLUDE ", 8) == 0 ? definition : NULL;
}

/* CREATE TABLE makes one of two keys that are made of the same: the primary key, or the first. */
static bool
is_second_key(const MigFact *fact)
{
	const char *key = key_of(fact);
	ListCell   *cell;

	if (key == NULL || mig_attr(fact, DEFINITION)[0] == 'P')
		return false;
	foreach(cell, fact->parent->neededby)
	{
		const MigFact *other = lfirst(cell);

		if (other->kind != fact->kind || other->parent != fact->parent || other == fact ||
			!mig_text_equal(key_of(other), key) || !mig_attr_equal(other, fact, TIMING))
			continue;
		if (mig_attr(other, DEFINITION)[0] == 'P' || mig_fact_compare(other, fact) < 0)
			return true;
	}
	return false;
}

/* What CREATE TABLE says or is given is valid, whatever it says. */
static bool
apart(const MigFact *fact)
{
	return !mig_attr_true(fact, VALIDATED) || (!inherited(fact) && is_second_key(fact));
}

static const char *
relname(const MigFact *fact)
{
	return mig_attr(fact, INDEX);
}

/* A foreign key's columns change their types one after the other. */
static bool
blocks(const MigFact *fact)
{
	return strncmp(mig_attr(fact, DEFINITION), "FOREIGN KEY", 11) == 0;
}

static char *
conname(const MigFact *fact)
{
	return mig_text_replace_last_name(fact->parent->identity, mig_text_last_name(fact->identity));
}

const MigKind mig_kind_constraint = {
	.keyword = "CONSTRAINT",
	.catalog = ConstraintRelationId,
	.weight = 240,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_FOLDS | MIG_INHERITED,

	/*
	 * Inherited constraints come from their parent, and so do foreign keys cloned
	 * to partitions; those that an index stands behind are parts of a whole.  A
	 * foreign key that references a partitioned table has rows for partitions of
	 * that, which are nobody's concern.  Timing and "NOT VALID" are the tail of the
	 * server's text; they are attributes of their own here, so that text is cut
	 * there.
	 */
	.query =
	MIG_FAMILY_SQL
	"SELECT k.oid, 0, format('%s.%I', k.conrelid::regclass, k.conname),"
	"       'pg_class'::regclass::oid, k.conrelid, 0,"
	"       regexp_replace(regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),"
	"                      '( DEFERRABLE)?( INITIALLY DEFERRED)?$', ''),"
	"       k.convalidated, " MIG_OPTIONS_SQL("x.reloptions") ","
	"       (SELECT quote_ident(t.spcname) FROM pg_tablespace t WHERE t.oid = x.reltablespace),"
	"       coalesce(i.indisclustered, false), coalesce(i.indisreplident, false),"
	"       k.conrelid::regclass::text, quote_ident(k.conname), x.oid::regclass::text,"
	"       CASE WHEN NOT k.condeferrable THEN 'NOT DEFERRABLE'"
	"            WHEN k.condeferred THEN 'DEFERRABLE INITIALLY DEFERRED' ELSE 'DEFERRABLE' END,"
	"       p.whole::regclass::text, coalesce(f.alone, false), quote_ident(p.name),"
	"       coalesce(NOT w.alone, false),"
	"       CASE WHEN x.oid IS NOT NULL OR k.conparentid = 0 AND (k.conislocal OR k.coninhcount = 0) THEN 'false'"
	"            WHEN c.relispartition THEN 'bound' ELSE 'true' END,"
	"       CASE WHEN k.coninhcount > 0 THEN EXISTS ("
	"         SELECT FROM pg_inherits h JOIN pg_constraint o ON o.conrelid = h.inhparent AND o.conname = k.conname"
	"          WHERE h.inhrelid = k.conrelid AND o.contype = k.contype AND NOT o.convalidated) END"
	"  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
	"       LEFT JOIN pg_class x ON x.oid = k.conindid AND k.contype IN ('p', 'u', 'x')"
	"       LEFT JOIN pg_index i ON i.indexrelid = x.oid"
	"       LEFT JOIN part p ON p.idx = x.oid"
	"       LEFT JOIN family f ON f.idx = x.oid LEFT JOIN family w ON w.idx = p.whole"
	" WHERE k.contype IN ('p', 'u', 'x', 'f', 'c') AND c.relnamespace = ANY ($1)"
	"   AND (k.contype <> 'f' OR k.conparentid = 0 OR (k.conname, k.confrelid) IN ("
	"         SELECT g.conname, g.confrelid FROM pg_constraint g WHERE g.oid = k.conparentid AND g.conrelid <> k.conrelid))",
	MIG_ATTRS(attrs),
	.create = create,
	.clause = clause,
	.apart = apart,
	.rest = rest,
	.drop = drop,
	.comes = comes,
	.along = along,
	.join = join,
	.relname = relname,
	.conname = conname,
	.blocks = blocks,
	.inherited = inherited,
	.bound = bound,
	.rename = rename_constraint,
};
