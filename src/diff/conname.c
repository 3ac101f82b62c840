/*
 * conname.c
 *	  Names of constraints that the server would not choose again.
 */
#include "postgres.h"

#include "utils/hsearch.h"

#include "diff/conname.h"
#include "schema/kind.h"

/* Two names of the server's, quoted, and the dot. */
#define QUALIFIED (4 * NAMEDATALEN + 2)

typedef struct Owners
{
	char		name[QUALIFIED];	/* must be first */
	int			count;			/* of facts that have it, before or after */
} Owners;

static const char *
conname(const MigFact *fact)
{
	return fact && fact->kind->conname ? fact->kind->conname(fact) : NULL;
}

static Owners *
owners_of(HTAB *names, const char *name, HASHACTION action)
{
	Owners	   *owners;
	bool		found;

	owners = hash_search(names, name, action, &found);
	if (!found && owners != NULL)
		owners->count = 0;
	return owners;
}

/* What is in both, by one name, counts once. */
static HTAB *
count_owners(const MigChanges *changes)
{
	HASHCTL		ctl = {.keysize = QUALIFIED,.entrysize = sizeof(Owners),.hcxt = CurrentMemoryContext};
	HTAB	   *names = hash_create("migrate constraint names", 1024, &ctl, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	ListCell   *cell;

	foreach(cell, changes->all)
	{
		const MigChange *change = lfirst(cell);
		const char *before = conname(change->old);
		const char *after = conname(change->new);

		if (before != NULL)
			owners_of(names, before, HASH_ENTER)->count++;
		if (after != NULL && !mig_text_equal(before, after))
			owners_of(names, after, HASH_ENTER)->count++;
	}
	return names;
}

void
mig_conname_settle(const MigChanges *changes)
{
	HTAB	   *names = count_owners(changes);
	ListCell   *cell;

	foreach(cell, changes->all)
	{
		MigFact    *new = ((MigChange *) lfirst(cell))->new;
		const char *name = conname(new);

		if (name != NULL)
			new->named = owners_of(names, name, HASH_FIND)->count > 1;
	}
	hash_destroy(names);
}
