/*
 * column.c
 *	  Columns of tables and foreign tables.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "schema/coerce.h"
#include "schema/column.h"
#include "schema/family.h"
#include "schema/kinds.h"
#include "schema/options.h"
#include "schema/sequence.h"

/* Partitions, and tables of a type, have nothing else. */
static bool
bound(const MigFact *fact)
{
	return mig_attr(fact, MIG_COLUMN_INHERITED)[0] == 'b';
}

static bool
inherited(const MigFact *fact)
{
	return bound(fact) || mig_attr_true(fact, MIG_COLUMN_INHERITED);
}

static void
say(MigWriter *out, const MigFact *fact, int attr)
{
	mig_column_attrs[attr].alter(out, fact, fact);
}

/* What CREATE and ADD COLUMN cannot say. */
static void
rest(MigWriter *out, const MigFact *fact)
{
	const char *log = mig_attr(fact, MIG_COLUMN_SEQUENCELOG);

	if (log != NULL && log[1] != '\0')
		say(out, fact, MIG_COLUMN_SEQUENCELOG);
	if (mig_column_unproved(fact) ||
		(inherited(fact) && mig_attr_true(fact, MIG_COLUMN_NOTNULL) && !mig_attr_true(fact, MIG_COLUMN_PARENTNOTNULL)))
		say(out, fact, MIG_COLUMN_NOTNULL);
	if (mig_attr_true(fact, MIG_COLUMN_PARENTDEFAULT) && !fact->parent->attached)
		mig_text_statement(out, "%s DROP DEFAULT", mig_column_alter(fact, false));
	if (mig_attr(fact, MIG_COLUMN_STORAGE) != NULL || mig_attr_true(fact, MIG_COLUMN_PARENTSTORAGE))
		say(out, fact, MIG_COLUMN_STORAGE);
	if (inherited(fact) && mig_attr_true(fact, MIG_COLUMN_PARENTCOMPRESSION))
		say(out, fact, MIG_COLUMN_COMPRESSION);
	if (mig_attr(fact, MIG_COLUMN_STATISTICS) != NULL)
		say(out, fact, MIG_COLUMN_STATISTICS);
	if (mig_attr(fact, MIG_COLUMN_OPTIONS) != NULL)
		mig_options_alter(out, mig_column_alter(fact, false), "", NULL, mig_attr(fact, MIG_COLUMN_OPTIONS));
}

/* The definition; with a parent's CREATE that says its part, without that. */
static char *
definition(const MigFact *fact, const List *clauses, bool withparent)
{
	List	   *parts = list_copy(clauses);
	const char *serial = mig_sequence_serial(&parts);
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, "%s %s", mig_attr(fact, MIG_COLUMN_NAME), serial ? serial : mig_attr(fact, MIG_COLUMN_TYPE));
	if (mig_attr(fact, MIG_COLUMN_FDWOPTIONS) != NULL)
		appendStringInfo(&buf, " OPTIONS (%s)",
						 mig_options_fdw_create(mig_attr(fact, MIG_COLUMN_FDWOPTIONS)));
	if (mig_attr(fact, MIG_COLUMN_COMPRESSION) != NULL)
		appendStringInfo(&buf, " COMPRESSION %s", mig_attr(fact, MIG_COLUMN_COMPRESSION));
	if (mig_attr(fact, MIG_COLUMN_COLLATION) != NULL)
		appendStringInfo(&buf, " COLLATE %s", mig_attr(fact, MIG_COLUMN_COLLATION));
	if (mig_attr(fact, MIG_COLUMN_GENERATED) != NULL && !(withparent && mig_attr_true(fact, MIG_COLUMN_PARENTGENERATED)))
		appendStringInfo(&buf, " GENERATED ALWAYS AS %s", mig_attr(fact, MIG_COLUMN_GENERATED));
	if (mig_attr(fact, MIG_COLUMN_IDENTITY) != NULL)
		appendStringInfo(&buf, " %s", mig_column_identity(fact));
	if (parts != NIL)
		appendStringInfo(&buf, " %s", mig_text_join(parts, " "));
	if (!(withparent && mig_attr_true(fact, MIG_COLUMN_PARENTNOTNULL)) &&
		!(serial != NULL && strcmp(mig_column_notnull(fact), " NOT NULL") == 0))
		appendStringInfoString(&buf, mig_column_notnull(fact));
	return buf.data;
}

static char *
clause(const MigFact *fact, const List *clauses)
{
	return inherited(fact) ? NULL : definition(fact, clauses, true);
}

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "ALTER TABLE %s ADD COLUMN %s", mig_attr(fact, MIG_COLUMN_RELATION),
					   definition(fact, clauses, false));
}

static bool
fixed(const MigFact *fact)
{
	return mig_attr_true(fact, MIG_COLUMN_KEYED);
}

static bool
stored(const MigFact *fact)
{
	return mig_attr(fact, MIG_COLUMN_GENERATED) == NULL;
}

static char *
value(MigWriter *out, const MigFact *old, const MigFact *new)
{
	char	   *converted = NULL;

	if (!stored(new) || !mig_coerce_possible(mig_attr(old, MIG_COLUMN_BASETYPE), mig_attr(new, MIG_COLUMN_BASETYPE)))
		return NULL;
	if (old->retyped || !mig_attr_equal(old, new, MIG_COLUMN_TYPE))
		converted = mig_column_conversion(out, old, new);
	return converted ? converted : pstrdup(mig_attr(new, MIG_COLUMN_NAME));
}

/* The sequence of an identity goes on where it was. */
static bool
keeps(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, MIG_COLUMN_IDENTITY) != NULL && mig_attr(new, MIG_COLUMN_IDENTITY) != NULL;
}

static void
save(MigWriter *out, const MigFact *old, const char *aside)
{
	mig_sequence_save(out, mig_attr(old, MIG_COLUMN_SEQUENCENAME), aside);
}

static void
restore(MigWriter *out, const MigFact *old, const MigFact *new, const char *aside)
{
	mig_sequence_restore(out, mig_attr(new, MIG_COLUMN_SEQUENCENAME), aside);
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	out->destructive = stored(fact);
	mig_text_statement(out, "ALTER TABLE %s%s DROP COLUMN %s", fact->alone ? "ONLY " : "",
					   mig_attr(fact, MIG_COLUMN_RELATION), mig_attr(fact, MIG_COLUMN_NAME));
}

static void
rename_column(MigWriter *out, const MigFact *fact, const char *newname)
{
	mig_text_statement(out, "ALTER TABLE %s RENAME COLUMN %s TO %s", mig_attr(fact, MIG_COLUMN_RELATION),
					   quote_identifier(mig_text_last_name(fact->identity)), newname);
}

/* The sequence of an identity takes a name beside the table's. */
static const char *
relname(const MigFact *fact)
{
	return mig_attr(fact, MIG_COLUMN_SEQUENCENAME);
}

static char *
conname(const MigFact *fact)
{
	const char *name = mig_attr(fact, MIG_COLUMN_NULLNAME);

	return name != NULL ? mig_text_replace_last_name(fact->parent->identity, name) : NULL;
}

/* A NOT NULL that is inherited has the name and state that its parents' has. */
#if PG_VERSION_NUM >= 180000
#define NOTNULL_SQL \
	"       n.conname," \
	"       nullif(concat_ws(' ', CASE WHEN n.connoinherit THEN 'NO INHERIT' END, CASE WHEN NOT n.convalidated THEN 'NOT VALID' END), '')"
#define NOTNULL_FROM \
	"       LEFT JOIN pg_constraint n ON n.conrelid = c.oid AND n.contype = 'n' AND n.conkey[1] = a.attnum AND n.coninhcount = 0"
#else
#define NOTNULL_SQL		"       NULL, NULL"
#define NOTNULL_FROM	""
#endif

const MigKind mig_kind_column = {
	.keyword = "COLUMN",
	.catalog = RelationRelationId,
	.weight = 210,
	.traits = MIG_FALLS_WITH_PARENT | MIG_FOLDS | MIG_TYPED | MIG_INHERITED,

	/*
	 * What an inherited column has from its parent is said there alone; see
	 * follows and decide_notnull.  A typed table has its columns from its type.
	 */
	.query =
	"SELECT c.oid, a.attnum::int, format('%s.%I', c.oid::regclass, a.attname),"
	"       'pg_class'::regclass::oid, c.oid, 0,"
	"       format_type(a.atttypid, a.atttypmod),"
	"       CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,"
	"       CASE WHEN a.attgenerated <> '' THEN format('(%s) %s', pg_get_expr(d.adbin, d.adrelid),"
	"         CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END) END,"
	"       CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,"
	"       s.options, s.name, a.attnotnull,"
	"       CASE WHEN a.attstorage <> t.typstorage THEN " MIG_OPTIONS_STORAGE_SQL("a.attstorage") " END,"
	"       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,"
	"       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,"
	"       " MIG_OPTIONS_SQL("a.attoptions") ","
	"       " MIG_OPTIONS_FDW_SQL("a.attfdwoptions") ","
	"       c.oid::regclass::text, quote_ident(a.attname), CASE WHEN c.relispartition AND NOT a.attislocal OR c.reloftype <> 0 THEN 'bound' ELSE (NOT a.attislocal)::text END,"
	"       format_type(a.atttypid, NULL), " MIG_OPTIONS_STORAGE_SQL("t.typstorage") ","
	"       CASE WHEN a.attidentity <> '' THEN concat_ws(' ', CASE WHEN s.relname <> format('%s_%s_seq', c.relname, a.attname)"
	"         THEN 'SEQUENCE NAME ' || s.name END, s.given) END,"
	"       CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text"
	"            WHEN a.attinhcount > 0 THEN f.parents || coalesce(' ' || pg_get_expr(c.relpartbound, c.oid), '') END,"
	"       coalesce(u.isnotnull, false), coalesce(u.isgenerated, false),"
	"       coalesce(u.hasdefault AND NOT a.atthasdef, false), coalesce(u.storage <> a.attstorage::text, false),"
	"       coalesce(u.compression <> a.attcompression::text, false),"
	"       c.relkind = 'p' AND EXISTS (SELECT FROM pg_depend k WHERE k.classid = 'pg_class'::regclass AND k.objid = c.oid"
	"         AND k.objsubid IN (0, a.attnum) AND k.refclassid = k.classid AND k.refobjid = c.oid AND k.refobjsubid IN (0, a.attnum)"
	"         AND k.deptype = 'i'),"
	NOTNULL_SQL ","
	"       CASE WHEN c.relkind <> 'p' THEN s.relpersistence::text || CASE WHEN s.relpersistence <> c.relpersistence THEN ' alone' ELSE '' END END"
	"  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
	"       JOIN pg_type t ON t.oid = a.atttypid"
	"       LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
	MIG_SEQUENCE_IDENTITY_SQL
	MIG_PARENTS_SQL
	NOTNULL_FROM
	" WHERE c.relkind IN ('r', 'p', 'f') AND c.relnamespace = ANY ($1)"
	"   AND a.attnum > 0 AND NOT a.attisdropped",
	.attrs = mig_column_attrs,
	.nattrs = MIG_COLUMN_NATTRS,
	.create = create,
	.clause = clause,
	.rest = rest,
	.drop = drop,
	.relname = relname,
	.conname = conname,
	.rename = rename_column,
	.inherited = inherited,
	.bound = bound,
	.keeps = keeps,
	.save = save,
	.restore = restore,
	.value = value,
	.stored = stored,
	.fixed = fixed,
};
