/*
 * composite.c
 *	  Composite types and their attributes.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "schema/coerce.h"
#include "schema/kinds.h"
#include "schema/options.h"
#include "schema/usage.h"

/* Composite types. */
enum
{
	NAMES,
	LAYOUT,
	TYPES,
};

/* Is there a table of this type, whose rows would go with it? */
static bool
has_table(const MigFact *type)
{
	ListCell   *cell;

	foreach(cell, type->neededby)
		if (((const MigFact *) lfirst(cell))->kind->traits & MIG_LINEAGE)
			return true;
	return false;
}

/* The place of a name among the names of a type; -1 when it has none. */
static int
place_of(const MigFact *type, const char *name)
{
	ListCell   *cell;

	foreach(cell, mig_options_cut(mig_attr(type, NAMES), "\n"))
		if (strcmp(lfirst(cell), name) == 0)
			return foreach_current_index(cell);
	return -1;
}

/* Are attributes only added at the end, or taken away? */
static bool
keeps_order(const MigFact *old, const MigFact *new)
{
	int			last = -1;
	bool		added = false;
	ListCell   *cell;

	foreach(cell, mig_options_cut(mig_attr(new, NAMES), "\n"))
	{
		int			place = place_of(old, lfirst(cell));

		if (place >= 0 && (added || place < last))
			return false;
		added |= place < 0;
		last = Max(last, place);
	}
	return true;
}

/* Has an attribute that stays another type or collation? */
static bool
retypes(const MigFact *old, const MigFact *new)
{
	List	   *before = mig_options_cut(mig_attr(old, LAYOUT), "\n");
	List	   *after = mig_options_cut(mig_attr(new, LAYOUT), "\n");
	ListCell   *cell;

	foreach(cell, mig_options_cut(mig_attr(new, NAMES), "\n"))
	{
		int			place = place_of(old, lfirst(cell));

		if (place >= 0 && strcmp(list_nth(before, place), list_nth(after, foreach_current_index(cell))) != 0)
			return true;
	}
	return false;
}

/* Can tables of the type follow?  They do so by assignment alone, and columns of the type do not. */
static bool
follow_in_place(const MigFact *old, const MigFact *new)
{
	List	   *before = mig_options_cut(mig_attr(old, TYPES), "\n");
	List	   *after = mig_options_cut(mig_attr(new, TYPES), "\n");
	ListCell   *cell;

	if (!keeps_order(old, new) || (retypes(old, new) && mig_usage_stored(old) && mig_usage_stored(new)))
		return false;
	foreach(cell, mig_options_cut(mig_attr(new, NAMES), "\n"))
	{
		int			place = place_of(old, lfirst(cell));
		const char *to = list_nth(after, foreach_current_index(cell));
		const char *from = place >= 0 ? list_nth(before, place) : to;

		if (strcmp(from, to) != 0 &&
			(!mig_coerce_possible(from, to) || mig_coerce_value(from, to, "", to) != NULL))
			return false;
	}
	return true;
}

/*
 * Attributes come and go in place.  Another order takes a new type, to which
 * stored values can be carried from columns of their own; where they cannot,
 * the order stays, as the order of a table's columns does.  Tables of the type
 * are made anew with it.
 */
static MigHow
decide_names(const MigFact *old, const MigFact *new)
{
	if (has_table(old) && has_table(new))
		return follow_in_place(old, new) ? MIG_IGNORE : MIG_REPLACE;
	if (!mig_usage_stored(old) || !mig_usage_stored(new))
		return keeps_order(old, new) ? MIG_IGNORE : MIG_REPLACE;
	if (!mig_usage_alone(old) || !mig_usage_alone(new))
		return MIG_IGNORE;
	return keeps_order(old, new) && !retypes(old, new) ? MIG_IGNORE : MIG_REPLACE;
}

/*
 * The server alters no attribute's type where values are stored: they move to
 * a new type, by way of their text where the attributes are the same.
 */
static MigHow
decide_layout(const MigFact *old, const MigFact *new)
{
	if (has_table(old) && has_table(new))
		return follow_in_place(old, new) ? MIG_IGNORE : MIG_REPLACE;
	if (!mig_usage_stored(old) || !retypes(old, new))
		return MIG_IGNORE;
	return !mig_usage_stored(new) || mig_attr_equal(old, new, NAMES) ? MIG_REPLACE : MIG_IGNORE;
}

/* A row of what both types have; "IS DISTINCT FROM" knows no row from a row of nulls. */
static char *
carry(MigWriter *out, const MigFact *old, const MigFact *new, const char *value)
{
	StringInfoData row;
	List	   *types = mig_options_cut(mig_attr(new, TYPES), "\n");
	ListCell   *cell;

	if (mig_attr_equal(old, new, NAMES))
		return NULL;
	foreach(cell, mig_options_cut(mig_attr(old, NAMES), "\n"))
		if (place_of(new, lfirst(cell)) < 0)
			out->destructive = true;

	initStringInfo(&row);
	foreach(cell, mig_options_cut(mig_attr(new, NAMES), "\n"))
	{
		appendStringInfoString(&row, row.len > 0 ? ", " : "");
		if (place_of(old, lfirst(cell)) < 0)
			appendStringInfoString(&row, "NULL");
		else
			appendStringInfo(&row, "(%s).%s::text::%s", value, (char *) lfirst(cell),
							 (char *) list_nth(types, foreach_current_index(cell)));
	}
	return psprintf("CASE WHEN %s IS DISTINCT FROM NULL THEN ROW(%s)::%s END", value, row.data,
					new->identity);
}

static const MigAttr composite_attrs[] = {
	[NAMES] = {"names", MIG_REPLACE, NULL, decide_names},
	[LAYOUT] = {"layout", MIG_REPLACE, NULL, decide_layout},
	[TYPES] = {"types", MIG_IGNORE},
};

static void
create_composite(MigWriter *out, const MigFact *fact, const List *clauses)
{
	if (clauses == NIL)
		mig_text_statement(out, "CREATE TYPE %s AS ()", fact->identity);
	else
		mig_text_statement(out, "CREATE TYPE %s AS (\n    %s\n)", fact->identity,
						   mig_text_join(clauses, ",\n    "));
}

const MigKind mig_kind_composite = {
	.keyword = "TYPE",
	.catalog = TypeRelationId,
	.weight = 70,
	.traits = MIG_REBUILDABLE | MIG_TYPENAME | MIG_RELNAME | MIG_SWAPPED,
	.query =
	"SELECT t.oid, 0, t.oid::regtype::text, 'pg_namespace'::regclass::oid, t.typnamespace, 0,"
	"       l.names, l.layout, l.types"
	"  FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid"
	"       LEFT JOIN (SELECT a.attrelid, string_agg(quote_ident(a.attname), E'\\n' ORDER BY a.attnum) AS names,"
	"              string_agg(format('%I %s %s', a.attname, format_type(a.atttypid, a.atttypmod),"
	"                         a.attcollation::regcollation), E'\\n' ORDER BY a.attnum) AS layout,"
	"              string_agg(format_type(a.atttypid, a.atttypmod), E'\\n' ORDER BY a.attnum) AS types"
	"         FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid"
	"        WHERE r.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped"
	"        GROUP BY a.attrelid) l ON l.attrelid = c.oid"
	" WHERE c.relkind = 'c' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(composite_attrs),
	.create = create_composite,
	.carry = carry,
};

/* Their attributes. */
enum
{
	TYPE,
	COLLATION,
	COMPOSITE,
	NAME,
	CASCADE,
};

static char *
type_and_collation(const MigFact *fact)
{
	return psprintf("%s%s%s", mig_attr(fact, TYPE), mig_attr(fact, COLLATION) ? " COLLATE " : "",
					mig_attr(fact, COLLATION) ? mig_attr(fact, COLLATION) : "");
}

/* Typed tables follow only where they are told to. */
static void
alter_composite(MigWriter *out, const MigFact *fact, const char *what)
{
	mig_text_statement(out, "ALTER TYPE %s %s%s", mig_attr(fact, COMPOSITE), what,
					   mig_attr_true(fact, CASCADE) ? " CASCADE" : "");
}

static void
alter_type(MigWriter *out, const MigFact *old, const MigFact *new)
{
	alter_composite(out, new, psprintf("ALTER ATTRIBUTE %s TYPE %s", mig_attr(new, NAME),
									   type_and_collation(new)));
}

/* Both say it; the one that differs first writes it. */
static void
alter_collation(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_equal(old, new, TYPE))
		alter_type(out, old, new);
}

static const MigAttr attribute_attrs[] = {
	[TYPE] = {"type", MIG_REBUILD, alter_type},
	[COLLATION] = {"collation", MIG_REBUILD, alter_collation},
	[COMPOSITE] = {"composite", MIG_IGNORE},
	[NAME] = {"name", MIG_IGNORE},
	[CASCADE] = {"cascade", MIG_IGNORE},
};

static char *
attribute_clause(const MigFact *fact, const List *clauses)
{
	return psprintf("%s %s", mig_attr(fact, NAME), type_and_collation(fact));
}

static void
create_attribute(MigWriter *out, const MigFact *fact, const List *clauses)
{
	alter_composite(out, fact, psprintf("ADD ATTRIBUTE %s", attribute_clause(fact, NIL)));
}

static void
drop_attribute(MigWriter *out, const MigFact *fact)
{
	out->destructive = true;
	alter_composite(out, fact, psprintf("DROP ATTRIBUTE %s", mig_attr(fact, NAME)));
}

static void
rename_attribute(MigWriter *out, const MigFact *fact, const char *newname)
{
	alter_composite(out, fact, psprintf("RENAME ATTRIBUTE %s TO %s",
										quote_identifier(mig_text_last_name(fact->identity)), newname));
}

const MigKind mig_kind_attribute = {
	.keyword = "COLUMN",
	.catalog = RelationRelationId,
	.weight = 75,
	.traits = MIG_FALLS_WITH_PARENT | MIG_FOLDS | MIG_TYPED,
	.query =
	"SELECT c.oid, a.attnum::int, format('%s.%I', t.oid::regtype, a.attname),"
	"       'pg_type'::regclass::oid, t.oid, 0,"
	"       format_type(a.atttypid, a.atttypmod),"
	"       CASE WHEN a.attcollation <> y.typcollation THEN a.attcollation::regcollation::text END,"
	"       t.oid::regtype::text, quote_ident(a.attname),"
	"       EXISTS (SELECT FROM pg_class o WHERE o.reloftype = t.oid)"
	"  FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid"
	"       JOIN pg_attribute a ON a.attrelid = c.oid"
	"       JOIN pg_type y ON y.oid = a.atttypid"
	" WHERE c.relkind = 'c' AND t.typnamespace = ANY ($1)"
	"   AND a.attnum > 0 AND NOT a.attisdropped",
	MIG_ATTRS(attribute_attrs),
	.create = create_attribute,
	.clause = attribute_clause,
	.drop = drop_attribute,
	.rename = rename_attribute,
};
