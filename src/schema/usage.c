/*
 * usage.c
 *	  How values of a type are stored.
 */
#include "postgres.h"

#include "schema/kind.h"
#include "schema/usage.h"

bool
mig_usage_stored(const MigFact *type)
{
	ListCell   *cell;

	foreach(cell, type->neededby)
	{
		const MigFact *user = lfirst(cell);

		if (user->parent == type)
			continue;
		if (user->parent != NULL && (user->parent->kind->traits & MIG_SWAPPED))
			user = user->parent;
		if (user->kind->traits & MIG_SWAPPED ? mig_usage_stored(user) : (user->kind->traits & MIG_TYPED) != 0)
			return true;
	}
	return false;
}

bool
mig_usage_alone(const MigFact *type)
{
	ListCell   *cell;

	foreach(cell, type->neededby)
	{
		const MigFact *user = lfirst(cell);

		if (user->parent == type)
			continue;
		if ((user->kind->traits & MIG_SWAPPED) ||
			((user->kind->traits & MIG_TYPED) && !mig_text_equal(user->attrs[0], type->identity)))
			return false;
	}
	return true;
}
