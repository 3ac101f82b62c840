/*
 * index.c
 *	  Indexes that no constraint stands behind, those of partitions among them.
 */
#include "postgres.h"

#include "catalog/pg_class.h"

#include "schema/family.h"
#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	DEFINITION,
	OPTIONS,
	TABLESPACE,
	CLUSTERED,
	REPLIDENT,
	STATISTICS,
	WHOLE,
	RELATION,
	NAME,
	ALONE,
	PARTNAME,
	COMES,
};

/* The definition with its WITH (..) cut out. */
static char *
without_options(const char *definition)
{
	const char *with = strstr(definition, " WITH (");
	const char *end = with ? strchr(with, ')') : NULL;

	return end ? psprintf("%.*s%s", (int) (with - definition), definition, end + 1)
		: pstrdup(definition);
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, psprintf("ALTER INDEX %s", new->identity), "",
					  mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

static void
alter_tablespace(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER INDEX %s SET TABLESPACE %s", new->identity,
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

/* Turning it off is said by the table, which then has another identity. */
static void
alter_replident(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_true(new, REPLIDENT))
		mig_text_statement(out, "ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %s",
						   mig_attr(new, RELATION), mig_attr(new, NAME));
}

static void
set_target(MigWriter *out, const MigFact *fact, const char *line, const char *target)
{
	mig_text_statement(out, "ALTER INDEX %s ALTER COLUMN %.*s SET STATISTICS %s", fact->identity,
					   (int) strcspn(line, "="), line, target);
}

/* "column=target" by lines, of the columns that have one. */
static void
alter_statistics(MigWriter *out, const MigFact *old, const MigFact *new)
{
	List	   *after = mig_options_cut(mig_attr(new, STATISTICS), "\n");
	ListCell   *cell,
			   *other;

	foreach(cell, mig_options_cut(mig_attr(old, STATISTICS), "\n"))
	{
		const char *line = lfirst(cell);
		bool		stays = false;

		foreach(other, after)
			stays |= strncmp(lfirst(other), line, strcspn(line, "=") + 1) == 0;
		if (!stays)
			set_target(out, new, line, "-1");
	}
	foreach(cell, after)
		set_target(out, new, lfirst(cell), strchr(lfirst(cell), '=') + 1);
}

/* WITH (..) stands in the definition as well: alone it is no replacement. */
static MigHow
decide_definition(const MigFact *old, const MigFact *new)
{
	char	   *before = without_options(mig_attr(old, DEFINITION));
	char	   *after = without_options(mig_attr(new, DEFINITION));

	return strcmp(before, after) == 0 ? MIG_IGNORE : MIG_REPLACE;
}

/* Joining what is joined does nothing. */
static void
join(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER INDEX %s ATTACH PARTITION %s", mig_attr(fact, WHOLE), fact->identity);
}

/* A table that is detached takes its own with it. */
static void
alter_whole(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr(new, WHOLE) != NULL)
		join(out, new);
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE, NULL, decide_definition},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[TABLESPACE] = {"tablespace", MIG_ALTER, alter_tablespace},
	[CLUSTERED] = {"clustered", MIG_ALTER, alter_clustered},
	[REPLIDENT] = {"replica identity", MIG_ALTER, alter_replident},
	[STATISTICS] = {"statistics targets", MIG_ALTER, alter_statistics},
	[WHOLE] = {"attached to", MIG_ALTER, alter_whole, mig_family_decide},
	[RELATION] = {"relation", MIG_IGNORE},
	[NAME] = {"name", MIG_IGNORE},
	[ALONE] = {"alone", MIG_IGNORE},
	[PARTNAME] = {"name of a part", MIG_IGNORE},
	[COMES] = {"comes with the whole", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	const char *definition = mig_attr(fact, DEFINITION);
	char	   *head = psprintf("INDEX %s ON ", mig_attr(fact, NAME));
	const char *at = mig_attr_true(fact, ALONE) ? strstr(definition, head) : NULL;

	if (at == NULL)
		mig_text_statement(out, "%s", definition);
	else
		mig_text_statement(out, "%.*sONLY %s", (int) (at - definition + strlen(head)), definition,
						   at + strlen(head));
}

/* A constraint on the index of a partition goes by nothing else. */
static void
drop(MigWriter *out, const MigFact *fact)
{
	bool		keyed = false;
	ListCell   *cell;

	foreach(cell, fact->neededby)
	{
		const MigFact *part = lfirst(cell);

		keyed |= part->whole != NULL && part->kind != fact->kind && mig_fact_compare(part->whole, fact) == 0;
	}
	mig_text_statement(out, "DROP INDEX %s%s", fact->identity, keyed ? " CASCADE" : "");
}

static bool
comes(const MigFact *fact, bool withtable)
{
	return withtable ? mig_attr(fact, PARTNAME) != NULL : mig_attr_true(fact, COMES);
}

static void
rest(MigWriter *out, const MigFact *fact)
{
	if (mig_attr(fact, TABLESPACE) != NULL)
		alter_tablespace(out, fact, fact);
	if (mig_attr_true(fact, CLUSTERED))
		alter_clustered(out, fact, fact);
	alter_replident(out, fact, fact);
	if (mig_attr(fact, STATISTICS) != NULL)
		alter_statistics(out, fact, fact);
}

static void
along(MigWriter *out, const MigFact *fact)
{
	const char *name = mig_attr(fact, PARTNAME);

	if (name != NULL && strcmp(name, mig_attr(fact, NAME)) != 0)
		mig_text_statement(out, "ALTER INDEX %s RENAME TO %s",
						   mig_text_replace_last_name(fact->identity, name), mig_attr(fact, NAME));
	rest(out, fact);
}

/* The server makes it anew with a column's type, and forgets its targets. */
static bool
blocks(const MigFact *fact)
{
	return mig_attr(fact, STATISTICS) != NULL;
}

const MigKind mig_kind_index = {
	.keyword = "INDEX",
	.catalog = RelationRelationId,
	.weight = 250,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_RELNAME,

	/* The text of a partitioned index is the one without ONLY. */
	.query =
	MIG_FAMILY_SQL
	"SELECT c.oid, 0, c.oid::regclass::text, 'pg_class'::regclass::oid, x.indrelid, 0,"
	"       CASE c.relkind WHEN 'I' THEN regexp_replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')"
	"            ELSE pg_get_indexdef(c.oid) END,"
	"       " MIG_OPTIONS_SQL("c.reloptions") ","
	"       (SELECT quote_ident(t.spcname) FROM pg_tablespace t WHERE t.oid = c.reltablespace),"
	"       x.indisclustered, x.indisreplident,"
	"       (SELECT string_agg(a.attnum || '=' || a.attstattarget, E'\\n' ORDER BY a.attnum)"
	"          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0),"
	"       p.whole::regclass::text, x.indrelid::regclass::text, quote_ident(c.relname),"
	"       coalesce(f.alone, false), quote_ident(p.name), coalesce(NOT w.alone, false)"
	"  FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
	"       JOIN pg_class t ON t.oid = x.indrelid"
	"       LEFT JOIN part p ON p.idx = c.oid"
	"       LEFT JOIN family f ON f.idx = c.oid LEFT JOIN family w ON w.idx = p.whole"
	" WHERE c.relnamespace = ANY ($1) AND t.relkind IN ('r', 'p', 'm')"
	"   AND NOT EXISTS (SELECT FROM backed k WHERE k.idx = c.oid)",
	MIG_ATTRS(attrs),
	.blocks = blocks,
	.create = create,
	.rest = rest,
	.drop = drop,
	.comes = comes,
	.along = along,
	.join = join,
};
