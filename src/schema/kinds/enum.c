/*
 * enum.c
 *	  Enum types, and their values, which only a rename speaks of.
 */
#include "postgres.h"

#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	LABELS,
};

/* The labels, as literals with their quotes. */
static List *
labels_of(const MigFact *fact)
{
	return mig_options_cut(mig_attr(fact, LABELS), "\n");
}

/* Does text hold the label as a literal, or as an element of an array's? */
static bool
mentions(const char *text, const char *label)
{
	char	   *bare = pnstrdup(label + 1, strlen(label) - 2);
	size_t		length = strlen(bare);

	for (const char *at = strstr(text, bare); at != NULL; at = strstr(at + 1, bare))
		if (at > text && strchr("'{,\"", at[-1]) != NULL &&
			at[length] != '\0' && strchr("'},\"", at[length]) != NULL)
			return true;
	return false;
}

/*
 * Will the statements that make what needs the type use the label?  The body
 * of a function is a string to them, unless it is parsed at once.
 */
static bool
is_used(const MigFact *type, const char *label)
{
	ListCell   *cell;

	foreach(cell, type->neededby)
	{
		const MigFact *user = lfirst(cell);

		for (int i = 0; i < user->kind->nattrs; i++)
		{
			const char *text = user->attrs[i] ? user->attrs[i] : "";
			const char *body = user->kind->traits & MIG_BODY ? mig_text_body(text) : NULL;

			if (mentions(body ? pnstrdup(text, body - text) : text, label))
				return true;
		}
	}
	return false;
}

/*
 * In place labels can only be added, and cannot be used before the transaction
 * has committed.  Anything else takes a new type.
 */
static MigHow
decide_labels(const MigFact *old, const MigFact *new)
{
	List	   *before = labels_of(old);
	int			kept = 0;
	ListCell   *cell;

	foreach(cell, labels_of(new))
	{
		if (kept < list_length(before) && strcmp(list_nth(before, kept), lfirst(cell)) == 0)
			kept++;
		else if (mig_text_among(before, lfirst(cell)) || is_used(new, lfirst(cell)))
			return MIG_REPLACE;
	}
	return kept == list_length(before) ? MIG_ALTER : MIG_REPLACE;
}

/* Each new label goes after the one before it; the first goes before the old first. */
static void
alter_labels(MigWriter *out, const MigFact *old, const MigFact *new)
{
	List	   *before = labels_of(old);
	const char *previous = NULL;
	int			kept = 0;
	ListCell   *cell;

	foreach(cell, labels_of(new))
	{
		const char *label = lfirst(cell);

		if (mig_text_among(before, label))
			kept++;
		else if (kept == list_length(before))
			mig_text_statement(out, "ALTER TYPE %s ADD VALUE %s", new->identity, label);
		else if (previous == NULL)
			mig_text_statement(out, "ALTER TYPE %s ADD VALUE %s BEFORE %s", new->identity, label,
							   (char *) linitial(before));
		else
			mig_text_statement(out, "ALTER TYPE %s ADD VALUE %s AFTER %s", new->identity, label,
							   previous);
		previous = label;
	}
}

static const MigAttr attrs[] = {
	[LABELS] = {"labels", MIG_ALTER, alter_labels, decide_labels},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	if (mig_attr(fact, LABELS) == NULL)
		mig_text_statement(out, "CREATE TYPE %s AS ENUM ()", fact->identity);
	else
		mig_text_statement(out, "CREATE TYPE %s AS ENUM (\n    %s\n)", fact->identity,
						   mig_text_join(labels_of(fact), ",\n    "));
}

const MigKind mig_kind_enum = {
	.keyword = "TYPE",
	.catalog = TypeRelationId,
	.weight = 50,
	.traits = MIG_REBUILDABLE | MIG_TYPENAME | MIG_SWAPPED,
	.query =
	"SELECT t.oid, 0, t.oid::regtype::text, 'pg_namespace'::regclass::oid, t.typnamespace, 0,"
	"       (SELECT string_agg(quote_literal(e.enumlabel), E'\\n' ORDER BY e.enumsortorder)"
	"          FROM pg_enum e WHERE e.enumtypid = t.oid)"
	"  FROM pg_type t WHERE t.typtype = 'e' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};

enum
{
	PLACE,
};

/* The type says which values there are, and in which order. */
static void
leave_to_type(MigWriter *out, const MigFact *old, const MigFact *new)
{
}

static void
create_value(MigWriter *out, const MigFact *fact, const List *clauses)
{
}

static void
drop_value(MigWriter *out, const MigFact *fact)
{
}

static void
rename_value(MigWriter *out, const MigFact *fact, const char *newname)
{
	mig_text_statement(out, "ALTER TYPE %s RENAME VALUE %s TO %s", fact->parent->identity,
					   mig_text_literal(mig_text_last_name(fact->identity)), mig_text_literal(mig_text_last_name(newname)));
}

static const MigAttr value_attrs[] = {
	[PLACE] = {"place", MIG_ALTER, leave_to_type},
};

const MigKind mig_kind_enum_value = {
	.keyword = "ENUM VALUE",
	.catalog = EnumRelationId,
	.weight = 51,
	.traits = MIG_REBUILDABLE | MIG_HOLDS_DATA,
	.query =
	"SELECT e.oid, 0, format('%s.%I', e.enumtypid::regtype, e.enumlabel), 'pg_type'::regclass::oid, e.enumtypid, 0,"
	"       format('%s of %s', row_number() OVER (PARTITION BY e.enumtypid ORDER BY e.enumsortorder),"
	"              count(*) OVER (PARTITION BY e.enumtypid))"
	"  FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typnamespace = ANY ($1)",
	MIG_ATTRS(value_attrs),
	.create = create_value,
	.drop = drop_value,
	.rename = rename_value,
};
