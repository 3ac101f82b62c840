/*
 * part.c
 *	  What partitions have as their part of an index or a constraint, and when.
 */
#include "postgres.h"

#include "diff/lineage.h"
#include "diff/part.h"
#include "schema/kind.h"

MigAction *
mig_part_attaching(const MigGraph *graph, const MigFact *part)
{
	MigFact    *lineage = mig_fact_lineage(part->parent, part->whole->parent);

	return lineage ? mig_graph_of_new(graph, lineage)->create : NULL;
}

/* Are rows fetched into what has the whole of a part before that is made? */
static bool
comes_after_rows(const MigGraph *graph, const MigFact *part)
{
	while (part->whole != NULL)
		part = part->whole;
	return mig_graph_of_new(graph, part->parent)->restore != NULL;
}

static bool
is_index(const MigFact *fact)
{
	return fact->kind->comes != NULL &&
		((fact->kind->traits & MIG_RELNAME) || fact->kind->relname(fact) != NULL);
}

/* What a table has as its part of a whole, or NULL. */
static const MigFact *
part_of(const MigFact *table, const MigFact *whole)
{
	ListCell   *cell;

	foreach(cell, table->neededby)
		if (((MigFact *) lfirst(cell))->whole == whole)
			return lfirst(cell);
	return NULL;
}

bool
mig_part_missing(const MigFact *whole)
{
	ListCell   *cell;

	if (!is_index(whole))
		return false;
	foreach(cell, whole->parent->neededby)
	{
		const MigFact *lineage = lfirst(cell);
		const MigFact *part;

		if (!mig_lineage_below(lineage, whole->parent))
			continue;
		part = part_of(lineage->parent, whole);
		if (part == NULL || mig_part_missing(part))
			return true;
	}
	return false;
}

/*
 * The server makes a partition's part of an index or key when the whole is
 * there first and the table comes, or the other way round.  Where it would not
 * make it as it is to be, or with it parts that are not to be, the part is
 * written out: after both, or before its table is attached, since that joins
 * the two.
 */
void
mig_part_create(const MigGraph *graph, const MigFact *fact, MigAction *create)
{
	MigAction  *table = mig_graph_of_new(graph, fact->parent)->create;
	MigAction  *whole = mig_graph_of_new(graph, fact->whole)->create;
	MigAction  *attach = mig_part_attaching(graph, fact);
	bool		apart = attach != NULL && mig_fact_apart(attach->change->new);	/* no partition from the start */

	/* A foreign key is the partition's by whichever of them comes last. */
	if (mig_lineage_given(fact))
	{
		create->comes = create->joined = true;
		mig_graph_before(whole, create);
		mig_graph_before(attach, create);
		return;
	}
	if (table != NULL && fact->kind->comes(fact, true) && !comes_after_rows(graph, fact) && !mig_part_missing(fact))
	{
		create->into = apart ? attach : table;
		mig_graph_before(whole, create->into);
	}
	else if (attach != NULL && (table == NULL || whole == NULL || apart) && !comes_after_rows(graph, fact))
	{
		mig_graph_before(whole, attach);
		mig_graph_before(create, attach);
		create->joined = true;
	}
	else if (whole != NULL)
	{
		mig_graph_before(table, whole);
		if (fact->kind->comes(fact, false))
			create->into = whole;
	}
}

void
mig_part_create_whole(const MigGraph *graph, const MigFact *whole, MigAction *create)
{
	ListCell   *cell;

	if (!is_index(whole))
		return;
	foreach(cell, whole->parent->neededby)
	{
		const MigFact *lineage = lfirst(cell);

		if (!mig_lineage_below(lineage, whole->parent) || part_of(lineage->parent, whole) != NULL)
			continue;
		mig_graph_before(mig_graph_of_new(graph, lineage->parent)->create, create);
		mig_graph_before(mig_graph_of_new(graph, lineage)->create, create);
	}
}

void
mig_part_drop(const MigGraph *graph, const MigFact *fact, MigAction *drop)
{
	MigFact    *lineage = mig_fact_lineage(fact->parent, fact->whole->parent);
	MigAction  *detach = lineage ? mig_graph_of_old(graph, lineage)->drop : NULL;

	mig_graph_before(detach, drop);
	if (detach == NULL)
		drop->into = mig_graph_of_old(graph, fact->whole)->drop;
}
