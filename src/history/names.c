/*
 * names.c
 *	  Names of revisions, which are ids and branch labels, to their numbers.
 */
#include "postgres.h"

#include "common/hashfn.h"

#include "history/names.h"

typedef struct NamedRevision
{
	const char *name;
	int			number;
	uint32		hash;
	char		status;
} NamedRevision;

#define SH_PREFIX named
#define SH_ELEMENT_TYPE NamedRevision
#define SH_KEY_TYPE const char *
#define SH_KEY name
#define SH_HASH_KEY(tb, key) hash_bytes((const unsigned char *) (key), strlen(key))
#define SH_EQUAL(tb, a, b) (strcmp(a, b) == 0)
#define SH_STORE_HASH
#define SH_GET_HASH(tb, entry) (entry)->hash
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

struct MigNames
{
	named_hash *hash;
};

MigNames *
mig_history_names_create(MemoryContext cxt, int expected)
{
	MigNames   *names = MemoryContextAlloc(cxt, sizeof(MigNames));

	names->hash = named_create(cxt, Max(expected, 16), NULL);
	return names;
}

int
mig_history_names_put(MigNames *names, const char *name, int number)
{
	bool		found;
	NamedRevision *entry = named_insert(names->hash, name, &found);

	if (found)
		return entry->number;
	entry->number = number;
	return -1;
}

int
mig_history_names_get(const MigNames *names, const char *name)
{
	NamedRevision *entry = named_lookup(names->hash, name);

	return entry ? entry->number : -1;
}

void
mig_history_names_renumber(MigNames *names, const int *map)
{
	named_iterator it;
	NamedRevision *entry;

	named_start_iterate(names->hash, &it);
	while ((entry = named_iterate(names->hash, &it)) != NULL)
		entry->number = map[entry->number];
}

static int
compare_names(const ListCell *a, const ListCell *b)
{
	return strcmp(lfirst(a), lfirst(b));
}

List *
mig_history_names_prefixed(const MigNames *names, const char *prefix)
{
	size_t		length = strlen(prefix);
	List	   *found = NIL;
	named_iterator it;
	NamedRevision *entry;

	named_start_iterate(names->hash, &it);
	while ((entry = named_iterate(names->hash, &it)) != NULL)
		if (strncmp(entry->name, prefix, length) == 0)
			found = lappend(found, unconstify(char *, entry->name));
	list_sort(found, compare_names);
	return found;
}
