/*
 * reach.c
 *	  What a change of some roots bears on, by what depends on them.
 *
 * A part that can be dropped and created again without loss, as a foreign key or
 * a trigger, is reached alone; what else is part of a root stands for all of it.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "model/names.h"
#include "model/reach.h"
#include "schema/kind.h"

static void
pair(MigReach *reach)
{
	const MigFactBase *one = reach->bases[0];
	const MigFactBase *other = reach->bases[1];

	for (int i = 0, j = 0; i < one->nfacts && j < other->nfacts;)
	{
		int			order = mig_fact_compare(one->facts[i], other->facts[j]);

		if (order == 0)
		{
			reach->same[0][i] = other->facts[j];
			reach->same[1][j] = one->facts[i];
		}
		i += order <= 0;
		j += order >= 0;
	}
}

MigReach *
mig_reach_new(const MigFactBase *one, const MigFactBase *other)
{
	MigReach   *reach = palloc0(sizeof(MigReach));

	reach->bases[0] = one;
	reach->bases[1] = other;
	for (int base = 0; base < 2 && reach->bases[base] != NULL; base++)
	{
		int			n = Max(1, reach->bases[base]->nfacts);

		reach->same[base] = palloc0(n * sizeof(MigFact *));
		reach->reached[base] = palloc0(n * sizeof(bool));
	}
	if (other != NULL)
		pair(reach);
	return reach;
}

/* Can the fact be made anew by itself? */
static bool
stands_alone(const MigFact *fact)
{
	return (fact->kind->traits & MIG_REBUILDABLE) && !(fact->kind->traits & (MIG_LINEAGE | MIG_HOLDS_DATA));
}

void
mig_reach_from(MigReach *reach, int base, const MigFact *fact)
{
	const MigFact *root = mig_names_root(fact);
	const MigFact *same = reach->same[base][fact->index];
	ListCell   *cell;

	if (reach->reached[base][fact->index])
		return;
	check_stack_depth();
	reach->reached[base][fact->index] = true;
	if (same != NULL)
		mig_reach_from(reach, 1 - base, same);
	if (fact != root && !stands_alone(fact))
		mig_reach_from(reach, base, root);
	foreach(cell, fact->neededby)
		mig_reach_from(reach, base, lfirst(cell));
}

static bool
is_equal(const MigFact *a, const MigFact *b)
{
	for (int i = 0; i < a->kind->nattrs; i++)
		if (a->kind->attrs[i].how != MIG_IGNORE && !mig_attr_equal(a, b, i))
			return false;
	return true;
}

void
mig_reach_differences(MigReach *reach)
{
	for (int base = 0; base < 2; base++)
		for (int i = 0; i < reach->bases[base]->nfacts; i++)
		{
			const MigFact *fact = reach->bases[base]->facts[i];
			const MigFact *same = reach->same[base][i];

			if (same == NULL || (base == 0 && !is_equal(fact, same)))
				mig_reach_from(reach, base, fact);
		}
}
