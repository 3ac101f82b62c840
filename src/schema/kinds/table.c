/*
 * table.c
 *	  Tables: plain, partitioned, partitions, inherited, typed.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "lib/stringinfo.h"

#include "schema/family.h"
#include "schema/kinds.h"
#include "schema/options.h"
#include "schema/rows.h"

enum
{
	PERSISTENCE,
	PARTKEY,
	PARENTS,
	BOUND,
	OFTYPE,
	AM,
	TABLESPACE,
	OPTIONS,
	TOASTOPTIONS,
	REPLIDENT,
	RLS,
	FORCERLS,
	OWNORDER,					/* a partition's definition, where its columns have an order of their own */
	NULLNAMES,					/* a partition's names of what it has from its parent, in servers that have them (18) */
};

static void
alter_persistence(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s SET %s", new->identity,
					   strcmp(mig_attr(new, PERSISTENCE), "u") == 0 ? "UNLOGGED" : "LOGGED");
}

static void
alter_am(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s SET ACCESS METHOD %s", new->identity,
					   mig_attr(new, AM) ? mig_attr(new, AM) : "heap");
}

static void
alter_tablespace(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s SET TABLESPACE %s", new->identity,
					   mig_attr(new, TABLESPACE) ? mig_attr(new, TABLESPACE) : "pg_default");
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, psprintf("ALTER TABLE %s", new->identity), "",
					  mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

static void
alter_toastoptions(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, psprintf("ALTER TABLE %s", new->identity), "toast.",
					  mig_attr(old, TOASTOPTIONS), mig_attr(new, TOASTOPTIONS));
}

/* USING INDEX is said by the index. */
static void
alter_replident(MigWriter *out, const MigFact *old, const MigFact *new)
{
	const char *how = mig_attr(new, REPLIDENT);

	if (strcmp(how, "i") != 0)
		mig_text_statement(out, "ALTER TABLE ONLY %s REPLICA IDENTITY %s", new->identity,
						   strcmp(how, "f") == 0 ? "FULL" : strcmp(how, "n") == 0 ? "NOTHING" : "DEFAULT");
}

static void
alter_rls(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s %s ROW LEVEL SECURITY", new->identity,
					   mig_attr_true(new, RLS) ? "ENABLE" : "DISABLE");
}

static void
alter_forcerls(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s %s ROW LEVEL SECURITY", new->identity,
					   mig_attr_true(new, FORCERLS) ? "FORCE" : "NO FORCE");
}

/* A new parent comes after those that stay. */
static MigHow
decide_parents(const MigFact *old, const MigFact *new)
{
	List	   *after = mig_options_cut(mig_attr(new, PARENTS), ", ");
	const char *was = mig_attr(old, PARENTS);
	List	   *reached = NIL;
	ListCell   *cell;

	if (mig_attr(new, BOUND) != NULL)
		return MIG_IGNORE;
	foreach(cell, mig_options_cut(was, ", "))
		if (mig_text_among(after, lfirst(cell)))
			reached = lappend(reached, lfirst(cell));
	foreach(cell, after)
		if (!mig_text_among(reached, lfirst(cell)))
			reached = lappend(reached, lfirst(cell));
	return strcmp(mig_text_join(reached, ", "), mig_text_join(after, ", ")) == 0 ? MIG_IGNORE : MIG_REPLACE;
}

/* A partitioned table keeps nothing, and what it is cannot be changed; since 18 it can be nothing else. */
static MigHow
decide_persistence(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, PARTKEY) && mig_attr(new, PARTKEY) ? MIG_IGNORE : MIG_LOOSEN;
}

static const MigAttr attrs[] = {
	[PERSISTENCE] = {"persistence", MIG_LOOSEN, alter_persistence, decide_persistence},
	[PARTKEY] = {"partition key", MIG_REPLACE},
	[PARENTS] = {"parents", MIG_REPLACE, NULL, decide_parents},
	[BOUND] = {"partition bound", MIG_IGNORE},
	[OFTYPE] = {"of type", MIG_IGNORE},
	[AM] = {"access method", MIG_ALTER, alter_am},
	[TABLESPACE] = {"tablespace", MIG_ALTER, alter_tablespace},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[TOASTOPTIONS] = {"toast options", MIG_ALTER, alter_toastoptions},
	[REPLIDENT] = {"replica identity", MIG_ALTER, alter_replident},
	[RLS] = {"row level security", MIG_ALTER, alter_rls},
	[FORCERLS] = {"forced row level security", MIG_ALTER, alter_forcerls},
	[OWNORDER] = {"own order", MIG_IGNORE},
	[NULLNAMES] = {"names of not nulls", MIG_IGNORE},
};

/* What a partition to be has from its parent, before it is one. */
static List *
add_likeness(const MigFact *fact, const List *clauses)
{
	char	   *likeness = mig_attr(fact, OWNORDER) ? pstrdup(mig_attr(fact, OWNORDER)) :
		psprintf("LIKE %s INCLUDING COMPRESSION INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE",
									mig_attr(fact, PARENTS));

	return list_concat(list_make1(likeness), clauses);
}

/* What stands between the name and the storage: columns and lineage. */
static void
append_body(StringInfo buf, const MigFact *fact, const List *clauses)
{
	bool		attached = fact->attached && mig_attr(fact, BOUND) != NULL;
	const char *names = mig_attr(fact, NULLNAMES);
	const List *parts = attached ? add_likeness(fact, clauses) :
		names ? lappend(list_copy(clauses), pstrdup(names)) : clauses;
	char	   *body = list_length(parts) == 0 ? NULL :
		psprintf("(\n    %s\n)", mig_text_join(parts, ",\n    "));

	if (mig_attr(fact, BOUND) != NULL && !attached)
		appendStringInfo(buf, " PARTITION OF %s%s%s %s", mig_attr(fact, PARENTS),
						 body ? " " : "", body ? body : "", mig_attr(fact, BOUND));
	else if (mig_attr(fact, OFTYPE) != NULL)
		appendStringInfo(buf, " OF %s%s%s", mig_attr(fact, OFTYPE), body ? " " : "", body ? body : "");
	else
	{
		appendStringInfo(buf, " %s", body ? body : "()");
		if (mig_attr(fact, PARENTS) != NULL && !attached)
			appendStringInfo(buf, "\nINHERITS (%s)", mig_attr(fact, PARENTS));
	}
}

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	StringInfoData buf;
	char	   *options = mig_options_join(mig_attr(fact, OPTIONS), "",
										  mig_attr(fact, TOASTOPTIONS), "toast.");

	initStringInfo(&buf);
	appendStringInfo(&buf, "CREATE %sTABLE %s",
					 strcmp(mig_attr(fact, PERSISTENCE), "u") == 0 ? "UNLOGGED " : "", fact->identity);
	append_body(&buf, fact, clauses);
	if (mig_attr(fact, PARTKEY) != NULL)
		appendStringInfo(&buf, "\nPARTITION BY %s", mig_attr(fact, PARTKEY));
	if (mig_attr(fact, AM) != NULL)
		appendStringInfo(&buf, "\nUSING %s", mig_attr(fact, AM));
	if (options[0] != '\0')
		appendStringInfo(&buf, "\nWITH (%s)", options);
	if (mig_attr(fact, TABLESPACE) != NULL)
		appendStringInfo(&buf, "\nTABLESPACE %s", mig_attr(fact, TABLESPACE));
	mig_text_statement(out, "%s", buf.data);
}

static void
rest(MigWriter *out, const MigFact *fact)
{
	if (strcmp(mig_attr(fact, REPLIDENT), "d") != 0)
		alter_replident(out, fact, fact);
	if (mig_attr_true(fact, RLS))
		alter_rls(out, fact, fact);
	if (mig_attr_true(fact, FORCERLS))
		alter_forcerls(out, fact, fact);
}

/* Rows that a policy hides from the owner are an error there, and not lost. */
static void
save(MigWriter *out, const MigFact *old, const char *aside)
{
	if (mig_attr_true(old, FORCERLS))
		mig_text_statement(out, "SET row_security = off");
	mig_text_statement(out, "CREATE TEMPORARY TABLE %s AS\n TABLE %s%s", aside,
					   mig_attr(old, PARTKEY) ? "" : "ONLY ", old->identity);
	if (mig_attr_true(old, FORCERLS))
		mig_text_statement(out, "RESET row_security");
}

#if PG_VERSION_NUM >= 180000
#define NULLNAMES_SQL \
	"       CASE WHEN c.relispartition THEN" \
	"         (SELECT string_agg(format('CONSTRAINT %I NOT NULL %I', n.conname, a.attname), E',\\n    ' ORDER BY a.attnum)" \
	"            FROM pg_constraint n JOIN pg_attribute a ON a.attrelid = n.conrelid AND a.attnum = n.conkey[1]" \
	"                 JOIN pg_inherits i ON i.inhrelid = n.conrelid" \
	"                 JOIN pg_attribute s ON s.attrelid = i.inhparent AND s.attname = a.attname" \
	"                 JOIN pg_constraint p ON p.conrelid = i.inhparent AND p.conkey[1] = s.attnum AND p.contype = 'n'" \
	"           WHERE n.conrelid = c.oid AND n.contype = 'n' AND n.conname <> p.conname) END"
#define NOTNULL_SQL \
	"(SELECT CASE WHEN n.conname <> format('%s_%s_not_null', c.relname, a.attname) THEN format('CONSTRAINT %I ', n.conname)" \
	"          ELSE '' END || 'NOT NULL' FROM pg_constraint n" \
	"  WHERE n.conrelid = c.oid AND n.contype = 'n' AND n.conkey[1] = a.attnum AND n.convalidated)"
#else
#define NULLNAMES_SQL	"       NULL"
#define NOTNULL_SQL		"CASE WHEN a.attnotnull THEN 'NOT NULL' END"
#endif

/* The columns and checks that it has from its parent. */
#define OWNORDER_SQL \
	"       CASE WHEN c.relispartition AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid" \
	"                 AND " MIG_OWN_ORDER_SQL("c.oid", "i.inhparent") ") THEN" \
	"         (SELECT string_agg(q.definition, E',\\n    ' ORDER BY q.place, q.definition)" \
	"            FROM (SELECT a.attnum, concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)," \
	"                         CASE a.attcompression WHEN 'p' THEN 'COMPRESSION pglz' WHEN 'l' THEN 'COMPRESSION lz4' END," \
	"                         CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || a.attcollation::regcollation END," \
	"                         CASE a.attgenerated WHEN 's' THEN format('GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))" \
	"                           WHEN 'v' THEN format('GENERATED ALWAYS AS (%s) VIRTUAL', pg_get_expr(d.adbin, d.adrelid)) END," \
	"                         " NOTNULL_SQL ")" \
	"                    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid" \
	"                         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum" \
	"                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.attislocal" \
	"                   UNION ALL" \
	"                  SELECT 10000, format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))" \
	"                    FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND NOT k.conislocal AND k.convalidated" \
	"                 ) q(place, definition)) END,"

const MigKind mig_kind_table = {
	.keyword = "TABLE",
	.catalog = RelationRelationId,
	.weight = 200,
	.traits = MIG_RELNAME | MIG_TYPENAME | MIG_HOLDS_DATA,
	.query =
	"SELECT c.oid, 0, c.oid::regclass::text, 'pg_namespace'::regclass::oid, c.relnamespace, 0,"
	"       c.relpersistence,"
	"       CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,"
	"       (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)"
	"          FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT i.inhdetachpending),"
	"       pg_get_expr(c.relpartbound, c.oid),"
	"       CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END,"
	"       (SELECT quote_ident(a.amname) FROM pg_am a WHERE a.oid = c.relam AND a.amname <> 'heap'),"
	"       (SELECT quote_ident(t.spcname) FROM pg_tablespace t WHERE t.oid = c.reltablespace),"
	"       " MIG_OPTIONS_SQL("c.reloptions") ","
	"       (SELECT " MIG_OPTIONS_SQL("t.reloptions") " FROM pg_class t WHERE t.oid = c.reltoastrelid),"
	"       c.relreplident, c.relrowsecurity, c.relforcerowsecurity,"
	OWNORDER_SQL
	NULLNAMES_SQL
	"  FROM pg_class c"
	" WHERE c.relkind IN ('r', 'p') AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.rest = rest,
	.keeps = mig_rows_keeps,
	.save = save,
	.restore = mig_rows_restore,
};
