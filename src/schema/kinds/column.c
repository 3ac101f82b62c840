/*
 * column.c
 *	  Columns of tables and foreign tables.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "schema/coerce.h"
#include "schema/family.h"
#include "schema/kinds.h"
#include "schema/options.h"
#include "schema/sequence.h"

enum
{
	TYPE,
	COLLATION,
	GENERATED,
	IDENTITY,
	SEQUENCE,
	SEQUENCENAME,
	NOTNULL,
	STORAGE,
	COMPRESSION,
	STATISTICS,
	OPTIONS,
	FDWOPTIONS,
	RELATION,
	NAME,
	INHERITED,
	BASETYPE,
	TYPESTORAGE,
	SEQUENCEGIVEN,
	FOLLOWS,
	PARENTNOTNULL,
	PARENTGENERATED,
	PARENTDEFAULT,
	PARENTSTORAGE,
	PARENTCOMPRESSION,
};

/* "ALTER TABLE ONLY t ALTER COLUMN c", the start of most statements here. */
static char *
alter_column(const MigFact *fact, bool recurse)
{
	return psprintf("ALTER TABLE %s%s ALTER COLUMN %s", recurse ? "" : "ONLY ",
					mig_attr(fact, RELATION), mig_attr(fact, NAME));
}

/* What it inherits from, a table or the type of a typed table, takes it along. */
static bool
follows(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, FOLLOWS) != NULL && mig_attr_equal(old, new, FOLLOWS);
}

static void
alter_storage(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s SET STORAGE %s", alter_column(new, false),
					   mig_attr(new, STORAGE) ? mig_attr(new, STORAGE) : mig_attr(new, TYPESTORAGE));
}

static void
alter_compression(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s SET COMPRESSION %s", alter_column(new, false),
					   mig_attr(new, COMPRESSION) ? mig_attr(new, COMPRESSION) : "default");
}

static void
write_type(MigWriter *out, const MigFact *old, const MigFact *new)
{
	char	   *value = NULL;

	if (mig_attr_equal(old, new, TYPE))
		value = mig_coerce_carry(out, old, new, mig_attr(new, TYPE), mig_attr(new, NAME));
	if (value == NULL && (new->parent->kind->traits & MIG_HOLDS_DATA))
		value = mig_coerce_value(mig_attr(old, BASETYPE), mig_attr(new, BASETYPE), mig_attr(new, NAME), mig_attr(new, TYPE));
	mig_text_statement(out, "%s TYPE %s%s%s%s%s", alter_column(new, true), mig_attr(new, TYPE),
					   mig_attr(new, COLLATION) ? " COLLATE " : "",
					   mig_attr(new, COLLATION) ? mig_attr(new, COLLATION) : "",
					   value ? " USING " : "", value ? value : "");
}

static void
alter_type(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (!follows(old, new))
		write_type(out, old, new);
	/* With the type, the server takes what that one has. */
	if (mig_attr(new, STORAGE) != NULL && mig_attr_equal(old, new, STORAGE))
		alter_storage(out, old, new);
	if (mig_attr(new, COMPRESSION) != NULL && mig_attr_equal(old, new, COMPRESSION))
		alter_compression(out, old, new);
}

/* Where rows have no way from type to type the column is another one. */
static MigHow
decide_type(const MigFact *old, const MigFact *new)
{
	return !follows(old, new) && (new->parent->kind->traits & MIG_HOLDS_DATA) &&
		!mig_coerce_possible(mig_attr(old, BASETYPE), mig_attr(new, BASETYPE)) ? MIG_REPLACE : MIG_REBUILD;
}

/* Both say it; the one that differs first writes it. */
static void
alter_collation(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_equal(old, new, TYPE))
		alter_type(out, old, new);
}

static void
alter_notnull(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s %s NOT NULL", alter_column(new, true),
					   mig_attr_true(new, NOTNULL) ? "SET" : "DROP");
}

/* "GENERATED ALWAYS AS IDENTITY", with what is not as it would be anyway. */
static char *
identity_clause(const MigFact *fact)
{
	const char *given = mig_attr(fact, SEQUENCEGIVEN);

	return psprintf("GENERATED %s AS IDENTITY%s%s%s", mig_attr(fact, IDENTITY),
					given[0] ? " (" : "", given, given[0] ? ")" : "");
}

/* An identity needs NOT NULL first, and goes before NOT NULL does. */
static void
alter_identity(MigWriter *out, const MigFact *old, const MigFact *new)
{
	const char *before = mig_attr(old, IDENTITY);
	const char *after = mig_attr(new, IDENTITY);

	if (after == NULL)
		mig_text_statement(out, "%s DROP IDENTITY", alter_column(new, true));
	else if (before != NULL)
		mig_text_statement(out, "%s SET GENERATED %s", alter_column(new, true), after);
	else
	{
		if (!mig_attr_true(old, NOTNULL))
			mig_text_statement(out, "%s SET NOT NULL", alter_column(new, true));
		mig_text_statement(out, "%s ADD %s", alter_column(new, true), identity_clause(new));
	}
}

static MigHow
decide_notnull(const MigFact *old, const MigFact *new)
{
	/* A parent's is set on all of its children. */
	if (follows(old, new) &&
		mig_attr_true(mig_attr_true(new, NOTNULL) ? new : old, PARENTNOTNULL))
		return MIG_IGNORE;
	/* ADD IDENTITY has said it already. */
	if (mig_attr(old, IDENTITY) == NULL && mig_attr(new, IDENTITY) != NULL)
		return MIG_IGNORE;
	return MIG_ALTER;
}

static void
alter_sequence(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_sequence_alter(out, mig_attr(old, SEQUENCENAME), alter_column(new, true), "SET ",
					   mig_attr(old, SEQUENCE), mig_attr(new, SEQUENCE));
}

static MigHow
decide_sequence(const MigFact *old, const MigFact *new)
{
	if (mig_attr(old, SEQUENCE) == NULL || mig_attr(new, SEQUENCE) == NULL)
		return MIG_IGNORE;
	/* The bounds of a type change with it. */
	return !mig_attr_equal(old, new, TYPE) && mig_attr_equal(old, new, SEQUENCEGIVEN) ? MIG_IGNORE : MIG_ALTER;
}

static void
alter_sequencename(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER SEQUENCE %s RENAME TO %s", mig_attr(old, SEQUENCENAME),
					   quote_identifier(mig_text_last_name(mig_attr(new, SEQUENCENAME))));
}

static MigHow
decide_sequencename(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, SEQUENCENAME) && mig_attr(new, SEQUENCENAME) ? MIG_ALTER : MIG_IGNORE;
}

/* A generated column can lose its expression; any other change is a new one. */
static MigHow
decide_generated(const MigFact *old, const MigFact *new)
{
	if (follows(old, new) && (mig_attr_true(old, PARENTGENERATED) || mig_attr_true(new, PARENTGENERATED)))
		return MIG_IGNORE;
	return mig_attr(new, GENERATED) == NULL ? MIG_ALTER : MIG_REPLACE;
}

static void
alter_generated(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s DROP EXPRESSION", alter_column(new, true));
}

static void
alter_statistics(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s SET STATISTICS %s", alter_column(new, false),
					   mig_attr(new, STATISTICS) ? mig_attr(new, STATISTICS) : "-1");
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, alter_column(new, false), "", mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

static void
alter_fdwoptions(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s OPTIONS (%s)", alter_column(new, false),
					   mig_options_fdw(mig_attr(old, FDWOPTIONS), mig_attr(new, FDWOPTIONS)));
}

/* What a parent gives up is taken from its children, which may keep it. */
static MigHow
decide_parentnotnull(const MigFact *old, const MigFact *new)
{
	return follows(old, new) && mig_attr_true(old, NOTNULL) && mig_attr_true(new, NOTNULL) &&
		mig_attr_true(old, PARENTNOTNULL) ? MIG_ALTER : MIG_IGNORE;
}

static const MigAttr attrs[] = {
	[TYPE] = {"type", MIG_REBUILD, alter_type, decide_type},
	[COLLATION] = {"collation", MIG_REBUILD, alter_collation},
	[GENERATED] = {"generated", MIG_ALTER, alter_generated, decide_generated},
	[IDENTITY] = {"identity", MIG_ALTER, alter_identity},
	[SEQUENCE] = {"identity sequence", MIG_ALTER, alter_sequence, decide_sequence},
	[SEQUENCENAME] = {"name of the identity sequence", MIG_ALTER, alter_sequencename, decide_sequencename},
	[NOTNULL] = {"not null", MIG_ALTER, alter_notnull, decide_notnull},
	[STORAGE] = {"storage", MIG_ALTER, alter_storage},
	[COMPRESSION] = {"compression", MIG_ALTER, alter_compression},
	[STATISTICS] = {"statistics target", MIG_ALTER, alter_statistics},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[FDWOPTIONS] = {"foreign options", MIG_ALTER, alter_fdwoptions},
	[RELATION] = {"relation", MIG_IGNORE},
	[NAME] = {"name", MIG_IGNORE},
	[INHERITED] = {"inherited", MIG_IGNORE},
	[BASETYPE] = {"base type", MIG_IGNORE},
	[TYPESTORAGE] = {"storage of the type", MIG_IGNORE},
	[SEQUENCEGIVEN] = {"given options of the identity sequence", MIG_IGNORE},
	[FOLLOWS] = {"whom it follows", MIG_IGNORE},
	[PARENTNOTNULL] = {"not null of a parent", MIG_ALTER, alter_notnull, decide_parentnotnull},
	[PARENTGENERATED] = {"generated in a parent", MIG_IGNORE},
	[PARENTDEFAULT] = {"default of a parent that it has not", MIG_IGNORE},
	[PARENTSTORAGE] = {"other storage than a parent", MIG_IGNORE},
	[PARENTCOMPRESSION] = {"other compression than a parent", MIG_IGNORE},
};

/* What CREATE and ADD COLUMN cannot say. */
static void
rest(MigWriter *out, const MigFact *fact)
{
	if (mig_attr_true(fact, INHERITED) && mig_attr_true(fact, NOTNULL) && !mig_attr_true(fact, PARENTNOTNULL))
		alter_notnull(out, fact, fact);
	if (mig_attr_true(fact, PARENTDEFAULT) && !fact->parent->attached)
		mig_text_statement(out, "%s DROP DEFAULT", alter_column(fact, false));
	if (mig_attr(fact, STORAGE) != NULL || mig_attr_true(fact, PARENTSTORAGE))
		alter_storage(out, fact, fact);
	if (mig_attr_true(fact, INHERITED) && mig_attr_true(fact, PARENTCOMPRESSION))
		alter_compression(out, fact, fact);
	if (mig_attr(fact, STATISTICS) != NULL)
		alter_statistics(out, fact, fact);
	if (mig_attr(fact, OPTIONS) != NULL)
		mig_options_alter(out, alter_column(fact, false), "", NULL, mig_attr(fact, OPTIONS));
}

/* The definition; with a parent's CREATE that says its part, without that. */
static char *
definition(const MigFact *fact, const List *clauses, bool withparent)
{
	List	   *parts = list_copy(clauses);
	const char *serial = mig_sequence_serial(&parts);
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, "%s %s", mig_attr(fact, NAME), serial ? serial : mig_attr(fact, TYPE));
	if (mig_attr(fact, FDWOPTIONS) != NULL)
		appendStringInfo(&buf, " OPTIONS (%s)",
						 mig_options_fdw_create(mig_attr(fact, FDWOPTIONS)));
	if (mig_attr(fact, COMPRESSION) != NULL)
		appendStringInfo(&buf, " COMPRESSION %s", mig_attr(fact, COMPRESSION));
	if (mig_attr(fact, COLLATION) != NULL)
		appendStringInfo(&buf, " COLLATE %s", mig_attr(fact, COLLATION));
	if (mig_attr(fact, GENERATED) != NULL && !(withparent && mig_attr_true(fact, PARENTGENERATED)))
		appendStringInfo(&buf, " GENERATED ALWAYS AS (%s) STORED", mig_attr(fact, GENERATED));
	if (mig_attr(fact, IDENTITY) != NULL)
		appendStringInfo(&buf, " %s", identity_clause(fact));
	if (parts != NIL)
		appendStringInfo(&buf, " %s", mig_text_join(parts, " "));
	if (serial == NULL && mig_attr_true(fact, NOTNULL) && !(withparent && mig_attr_true(fact, PARENTNOTNULL)))
		appendStringInfoString(&buf, " NOT NULL");
	return buf.data;
}

static bool
inherited(const MigFact *fact)
{
	return mig_attr_true(fact, INHERITED);
}

static char *
clause(const MigFact *fact, const List *clauses)
{
	return inherited(fact) ? NULL : definition(fact, clauses, true);
}

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "ALTER TABLE %s ADD COLUMN %s", mig_attr(fact, RELATION),
					   definition(fact, clauses, false));
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	out->destructive = mig_attr(fact, GENERATED) == NULL;
	mig_text_statement(out, "ALTER TABLE %s DROP COLUMN %s", mig_attr(fact, RELATION),
					   mig_attr(fact, NAME));
}

static void
rename_column(MigWriter *out, const MigFact *fact, const char *newname)
{
	mig_text_statement(out, "ALTER TABLE %s RENAME COLUMN %s TO %s", mig_attr(fact, RELATION),
					   quote_identifier(mig_text_last_name(fact->identity)), newname);
}

/* The sequence of an identity takes a name beside the table's. */
static const char *
relname(const MigFact *fact)
{
	return mig_attr(fact, SEQUENCENAME);
}

const MigKind mig_kind_column = {
	.keyword = "COLUMN",
	.catalog = RelationRelationId,
	.weight = 210,
	.traits = MIG_FALLS_WITH_PARENT | MIG_FOLDS | MIG_TYPED,

	/*
	 * What an inherited column has from its parent is said there alone; see
	 * follows and decide_notnull.  A typed table has its columns from its type.
	 */
	.query =
	"SELECT c.oid, a.attnum::int, format('%s.%I', c.oid::regclass, a.attname),"
	"       'pg_class'::regclass::oid, c.oid, 0,"
	"       format_type(a.atttypid, a.atttypmod),"
	"       CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,"
	"       CASE WHEN a.attgenerated = 's' THEN pg_get_expr(d.adbin, d.adrelid) END,"
	"       CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,"
	"       s.options, s.name, a.attnotnull,"
	"       CASE WHEN a.attstorage <> t.typstorage THEN " MIG_OPTIONS_STORAGE_SQL("a.attstorage") " END,"
	"       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,"
	"       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,"
	"       " MIG_OPTIONS_SQL("a.attoptions") ","
	"       " MIG_OPTIONS_SQL("a.attfdwoptions") ","
	"       c.oid::regclass::text, quote_ident(a.attname), NOT a.attislocal OR c.reloftype <> 0,"
	"       format_type(a.atttypid, NULL), " MIG_OPTIONS_STORAGE_SQL("t.typstorage") ","
	"       CASE WHEN a.attidentity <> '' THEN concat_ws(' ', CASE WHEN s.relname <> format('%s_%s_seq', c.relname, a.attname)"
	"         THEN 'SEQUENCE NAME ' || s.name END, s.given) END,"
	"       CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text"
	"            WHEN a.attinhcount > 0 THEN f.parents || coalesce(' ' || pg_get_expr(c.relpartbound, c.oid), '') END,"
	"       coalesce(u.isnotnull, false), coalesce(u.isgenerated, false),"
	"       coalesce(u.hasdefault AND NOT a.atthasdef, false), coalesce(u.storage <> a.attstorage::text, false),"
	"       coalesce(u.compression <> a.attcompression::text, false)"
	"  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
	"       JOIN pg_type t ON t.oid = a.atttypid"
	"       LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
	MIG_SEQUENCE_IDENTITY_SQL
	MIG_PARENTS_SQL
	" WHERE c.relkind IN ('r', 'p', 'f') AND c.relnamespace = ANY ($1)"
	"   AND a.attnum > 0 AND NOT a.attisdropped",
	MIG_ATTRS(attrs),
	.create = create,
	.clause = clause,
	.rest = rest,
	.drop = drop,
	.relname = relname,
	.rename = rename_column,
	.inherited = inherited,
};
