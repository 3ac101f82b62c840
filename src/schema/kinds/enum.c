/*
 * enum.c
 *	  Enumerated types.
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	LABELS,
};

/* The labels, as literals. */
static List *
labels_of(const MigFact *fact)
{
	return mig_options_cut(mig_attr(fact, LABELS), "\n");
}

/* Does something in the target say this label?  It could not in the source. */
static bool
is_used(const MigFact *fact, const char *label)
{
	ListCell   *cell;

	foreach(cell, fact->neededby)
	{
		const MigFact *dependent = lfirst(cell);

		for (int i = 0; i < dependent->kind->nattrs; i++)
			if (dependent->attrs[i] != NULL && strstr(dependent->attrs[i], label) != NULL)
				return true;
	}
	return false;
}

/*
 * Labels can be added in place.  Not so when one is used by the same script:
 * the server refuses the new value until the transaction has committed.
 */
static MigHow
decide_labels(const MigFact *old, const MigFact *new)
{
	List	   *before = labels_of(old);
	ListCell   *next = list_head(before);
	ListCell   *cell;

	foreach(cell, labels_of(new))
	{
		if (next != NULL && strcmp(lfirst(next), lfirst(cell)) == 0)
			next = lnext(before, next);
		else if (is_used(new, lfirst(cell)))
			return MIG_REPLACE;
	}
	return next == NULL ? MIG_ALTER : MIG_REPLACE;
}

static void
alter_labels(MigWriter *out, const MigFact *old, const MigFact *new)
{
	List	   *before = labels_of(old);
	ListCell   *next = list_head(before);
	ListCell   *cell;

	foreach(cell, labels_of(new))
	{
		if (next != NULL && strcmp(lfirst(next), lfirst(cell)) == 0)
			next = lnext(before, next);
		else if (next != NULL)
			mig_text_statement(out, "ALTER TYPE %s ADD VALUE %s BEFORE %s", new->identity,
							   (char *) lfirst(cell), (char *) lfirst(next));
		else
			mig_text_statement(out, "ALTER TYPE %s ADD VALUE %s", new->identity, (char *) lfirst(cell));
	}
}

static const MigAttr attrs[] = {
	[LABELS] = {"labels", MIG_ALTER, alter_labels, decide_labels},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE TYPE %s AS ENUM (%s)", fact->identity,
					   mig_text_join(labels_of(fact), ", "));
}

const MigKind mig_kind_enum = {
	.keyword = "TYPE",
	.catalog = TypeRelationId,
	.weight = 50,
	.traits = MIG_TYPENAME | MIG_SWAPPED,
	.query =
	"SELECT t.oid, 0, t.oid::regtype::text, 'pg_namespace'::regclass::oid, t.typnamespace, 0,"
	"       (SELECT string_agg(quote_literal(e.enumlabel), E'\\n' ORDER BY e.enumsortorder)"
	"          FROM pg_enum e WHERE e.enumtypid = t.oid)"
	"  FROM pg_type t WHERE t.typtype = 'e' AND t.typnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
