/*
 * composite.c
 *	  Composite types that stand alone.
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	ATTRIBUTES,
};

/* "name type" of each attribute, in order. */
static List *
attributes_of(const MigFact *fact)
{
	return mig_options_cut(mig_attr(fact, ATTRIBUTES), "\n");
}

/* The length of the name that an attribute starts with, quoted as it is. */
static int
name_length(const char *attribute)
{
	const char *p = attribute;

	if (*p != '"')
		return strcspn(p, " ");
	for (p++; *p != '\0' && !(*p == '"' && p[1] != '"'); p++)
		if (*p == '"')
			p++;
	return p - attribute + 1;
}

static const char *
same_name(const List *attributes, const char *attribute)
{
	int			length = name_length(attribute);
	ListCell   *cell;

	foreach(cell, attributes)
		if (name_length(lfirst(cell)) == length && strncmp(lfirst(cell), attribute, length) == 0)
			return lfirst(cell);
	return NULL;
}

/*
 * Attributes come and go in place, new ones at the end.  The server refuses to
 * change the type of one while a column uses the composite type.
 */
static MigHow
decide_attributes(const MigFact *old, const MigFact *new)
{
	List	   *before = attributes_of(old);
	List	   *after = attributes_of(new);
	ListCell   *next = list_head(after);
	ListCell   *cell;

	foreach(cell, before)
	{
		const char *twin = same_name(after, lfirst(cell));

		if (twin == NULL)
			continue;
		if (next == NULL || twin != lfirst(next) || strcmp(twin, lfirst(cell)) != 0)
			return MIG_REPLACE;
		next = lnext(after, next);
	}
	return MIG_ALTER;
}

static void
alter_attributes(MigWriter *out, const MigFact *old, const MigFact *new)
{
	List	   *before = attributes_of(old);
	List	   *after = attributes_of(new);
	ListCell   *cell;

	foreach(cell, before)
		if (same_name(after, lfirst(cell)) == NULL)
		{
			out->destructive = true;
			mig_text_statement(out, "ALTER TYPE %s DROP ATTRIBUTE %.*s", new->identity,
							   name_length(lfirst(cell)), (char *) lfirst(cell));
		}
	foreach(cell, after)
		if (same_name(before, lfirst(cell)) == NULL)
			mig_text_statement(out, "ALTER TYPE %s ADD ATTRIBUTE %s", new->identity, (char *) lfirst(cell));
}

static const MigAttr attrs[] = {
	[ATTRIBUTES] = {"attributes", MIG_ALTER, alter_attributes, decide_attributes},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	List	   *attributes = attributes_of(fact);

	mig_text_statement(out, "CREATE TYPE %s AS (%s%s%s)", fact->identity, attributes ? "\n    " : "",
					   mig_text_join(attributes, ",\n    "), attributes ? "\n" : "");
}

const MigKind mig_kind_composite = {
	.keyword = "TYPE",
	.catalog = TypeRelationId,
	.weight = 70,
	.traits = MIG_TYPENAME | MIG_RELNAME | MIG_SWAPPED,
	.query =
	"SELECT t.oid, 0, t.oid::regtype::text, 'pg_namespace'::regclass::oid, t.typnamespace, 0,"
	"       (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))"
	"                 || CASE WHEN a.attcollation <> y.typcollation"
	"                         THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,"
	"                 E'\\n' ORDER BY a.attnum)"
	"          FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid"
	"         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)"
	"  FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid"
	" WHERE c.relkind = 'c' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
