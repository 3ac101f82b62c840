/*
 * matview_column.c
 *	  How the columns of a materialized view are stored and looked at.  What
 *	  they are, its query says.
 */
#include "postgres.h"

#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	STATISTICS,
	STORAGE,
	COMPRESSION,
	OPTIONS,
	SUBJECT,
	TYPESTORAGE,
};

static void
set(MigWriter *out, const MigFact *new, const char *what, int attr, const char *otherwise)
{
	mig_text_statement(out, "%s SET %s %s", mig_attr(new, SUBJECT), what,
					   mig_attr(new, attr) ? mig_attr(new, attr) : otherwise);
}

static void
alter_statistics(MigWriter *out, const MigFact *old, const MigFact *new)
{
	set(out, new, "STATISTICS", STATISTICS, "-1");
}

static void
alter_storage(MigWriter *out, const MigFact *old, const MigFact *new)
{
	set(out, new, "STORAGE", STORAGE, mig_attr(new, TYPESTORAGE));
}

static void
alter_compression(MigWriter *out, const MigFact *old, const MigFact *new)
{
	set(out, new, "COMPRESSION", COMPRESSION, "default");
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, mig_attr(new, SUBJECT), "", mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

static const MigAttr attrs[] = {
	[STATISTICS] = {"statistics target", MIG_ALTER, alter_statistics},
	[STORAGE] = {"storage", MIG_ALTER, alter_storage},
	[COMPRESSION] = {"compression", MIG_ALTER, alter_compression},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[SUBJECT] = {"subject", MIG_IGNORE},
	[TYPESTORAGE] = {"storage of the type", MIG_IGNORE},
};

/* Writes what turns a column with those settings into one with these. */
static void
settle(MigWriter *out, const MigFact *fact, char **before, char **after)
{
	MigFact		old = *fact;
	MigFact		new = *fact;

	old.attrs = before;
	new.attrs = after;
	for (int i = 0; i < SUBJECT; i++)
		if (!mig_attr_equal(&old, &new, i))
			attrs[i].alter(out, &old, &new);
}

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	char	   *unset[lengthof(attrs)] = {[SUBJECT] = mig_attr(fact, SUBJECT)};

	settle(out, fact, unset, fact->attrs);
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	char	   *unset[lengthof(attrs)] = {[SUBJECT] = mig_attr(fact, SUBJECT),[TYPESTORAGE] = mig_attr(fact, TYPESTORAGE)};

	settle(out, fact, fact->attrs, unset);
}

const MigKind mig_kind_matview_column = {
	.keyword = "COLUMN SETTINGS",
	.weight = 315,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query =
	"SELECT * FROM ("
	"SELECT NULL::oid, NULL::int, format('%s.%I', c.oid::regclass, a.attname),"
	"       'pg_class'::regclass::oid, c.oid, 0,"
	"       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END::text AS statistics,"
	"       CASE WHEN a.attstorage <> t.typstorage THEN " MIG_OPTIONS_STORAGE_SQL("a.attstorage") " END AS storage,"
	"       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,"
	"       " MIG_OPTIONS_SQL("a.attoptions") " AS options,"
	"       format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I', c.oid::regclass, a.attname),"
	"       " MIG_OPTIONS_STORAGE_SQL("t.typstorage")
	"  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid"
	" WHERE c.relkind = 'm' AND c.relnamespace = ANY ($1) AND a.attnum > 0 AND NOT a.attisdropped) s"
	" WHERE num_nonnulls(statistics, storage, compression, options) > 0",
	MIG_ATTRS(attrs),
	.create = create,
	.drop = drop,
};
