/*
 * family.c
 *	  Indexes and constraints of partitions that are parts of others.
 */
#include "postgres.h"

#include "schema/family.h"

MigHow
mig_family_decide(const MigFact *old, const MigFact *new)
{
	ListCell   *cell;

	if (old->whole == NULL || new->whole != NULL)
		return MIG_ALTER;
	foreach(cell, new->parent->neededby)
	{
		const MigFact *lineage = lfirst(cell);

		if ((lineage->kind->traits & MIG_LINEAGE) && lineage->parent == new->parent &&
			strcmp(mig_attr(lineage, 0), old->whole->parent->identity) == 0)
			return MIG_REPLACE;
	}
	return MIG_ALTER;
}
