/*
 * names.c
 *	  What of a fact base goes by which name.
 */
#include "postgres.h"

#include "catalog/pg_namespace.h"
#include "catalog/pg_statistic_ext.h"
#include "utils/hsearch.h"

#include "model/names.h"
#include "schema/kind.h"

typedef struct NameEntry
{
	char		name[NAMEDATALEN];	/* hash key */
	List	   *roots;
} NameEntry;

struct MigNames
{
	HTAB	   *byname;
};

MigFact *
mig_names_root(const MigFact *fact)
{
	while (fact->parent != NULL &&
		   (fact->parent->kind->catalog != NamespaceRelationId || (fact->kind->traits & MIG_SATELLITE)))
		fact = fact->parent;
	return unconstify(MigFact *, fact);
}

bool
mig_names_is_written(const MigFact *root)
{
	return (root->kind->traits & (MIG_RELNAME | MIG_TYPENAME | MIG_BODY)) != 0;
}

const char *
mig_names_of(const MigFact *root)
{
	char	   *name = mig_text_last_name(root->identity);

	if (strlen(name) >= NAMEDATALEN)
		name[NAMEDATALEN - 1] = '\0';
	return name;
}

static void
add(MigNames *names, const char *identity, MigFact *root)
{
	char	   *name = mig_text_last_name(identity);
	bool		found;
	NameEntry  *entry = hash_search(names->byname, name, HASH_ENTER, &found);

	if (!found)
		entry->roots = NIL;
	entry->roots = list_append_unique_ptr(entry->roots, root);
}

MigNames *
mig_names_read(const MigFactBase *base)
{
	MigNames   *names = palloc(sizeof(MigNames));
	HASHCTL		ctl = {.keysize = NAMEDATALEN,.entrysize = sizeof(NameEntry),.hcxt = CurrentMemoryContext};

	names->byname = hash_create("migrate names", 1024, &ctl, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	for (int i = 0; i < base->nfacts; i++)
	{
		MigFact    *fact = base->facts[i];
		MigFact    *root = mig_names_root(fact);
		const char *relation = fact->kind->relname ? fact->kind->relname(fact) : NULL;

		/* A schema's name stands before others', and says nothing of the schema.  Statistics have a name of their own. */
		if (root->kind->catalog == NamespaceRelationId)
			continue;
		if (fact == root || (fact->kind->traits & MIG_RELNAME) || fact->kind->catalog == StatisticExtRelationId)
			add(names, fact->identity, root);
		if (relation != NULL)
			add(names, relation, root);
	}
	return names;
}

List *
mig_names_find(const MigNames *names, const char *name)
{
	char		key[NAMEDATALEN];
	NameEntry  *entry;

	strlcpy(key, name, sizeof(key));
	entry = hash_search(names->byname, key, HASH_FIND, NULL);
	return entry ? entry->roots : NIL;
}
