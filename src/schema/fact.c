/*
 * fact.c
 *	  The fact base: what is true of a schema at one moment.
 */
#include "postgres.h"

#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "base/text.h"
#include "schema/fact.h"
#include "schema/kind.h"

/* Small things are put together in pieces of this many bytes. */
#define ROOM	8000

typedef struct AddressEntry
{
	MigAddress	address;		/* hash key */
	MigFact    *fact;
} AddressEntry;

MigFactBase *
mig_fact_base_new(MemoryContext parent)
{
	MemoryContext cxt = AllocSetContextCreate(parent, "migrate facts", ALLOCSET_DEFAULT_SIZES);
	MigFactBase *base = MemoryContextAllocZero(cxt, sizeof(MigFactBase));
	HASHCTL		ctl = {.keysize = sizeof(MigAddress),.entrysize = sizeof(AddressEntry),.hcxt = cxt};

	base->cxt = cxt;
	base->nallocated = 256;
	base->facts = MemoryContextAlloc(cxt, base->nallocated * sizeof(MigFact *));
	base->byaddress = hash_create("migrate facts by address", 1024, &ctl,
								  HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	return base;
}

/*
 * Zeroed memory that lives as long as the base.  A schema has tens of thousands
 * of small texts, each of which palloc would round up and give a header.
 */
static void *
take(MigFactBase *base, Size size)
{
	void	   *start;

	size = MAXALIGN(size);
	if (size > ROOM / 8)
		return MemoryContextAllocZero(base->cxt, size);
	if (size > base->roomleft)
	{
		base->room = MemoryContextAllocZero(base->cxt, ROOM);
		base->roomleft = ROOM;
	}
	start = base->room;
	base->room += size;
	base->roomleft -= size;
	return start;
}

static char *
take_text(MigFactBase *base, const char *text)
{
	Size		size = strlen(text) + 1;

	return memcpy(take(base, size), text, size);
}

/* A new fact at the end, with nothing in it but its kind. */
static MigFact *
put(MigFactBase *base, const MigKind *kind)
{
	MigFact    *fact = take(base, sizeof(MigFact));

	fact->kind = kind;
	if (base->nfacts == base->nallocated)
	{
		base->nallocated *= 2;
		base->facts = repalloc_huge(base->facts, base->nallocated * sizeof(MigFact *));
	}
	base->facts[base->nfacts++] = fact;
	return fact;
}

static void
enter_address(MigFactBase *base, MigFact *fact)
{
	AddressEntry *entry;

	if (fact->kind->traits & MIG_SATELLITE)
		return;
	entry = hash_search(base->byaddress, &fact->address, HASH_ENTER, NULL);
	entry->fact = fact;
}

MigFact *
mig_fact_add(MigFactBase *base, const MigKind *kind, const MigAddress *address,
			 const char *identity)
{
	MemoryContext old = MemoryContextSwitchTo(base->cxt);
	MigFact    *fact = put(base, kind);

	fact->address = *address;
	fact->identity = take_text(base, identity);
	fact->attrs = take(base, Max(1, kind->nattrs) * sizeof(char *));
	enter_address(base, fact);
	MemoryContextSwitchTo(old);
	return fact;
}

MigFact *
mig_fact_share(MigFactBase *base, const MigFact *fact, bool there)
{
	MemoryContext old = MemoryContextSwitchTo(base->cxt);
	MigFact    *copy = put(base, fact->kind);

	copy->identity = fact->identity;
	copy->attrs = fact->attrs;
	copy->address = fact->address;
	if (there)
		enter_address(base, copy);
	else
		copy->address.objid = InvalidOid;
	MemoryContextSwitchTo(old);
	return copy;
}

void
mig_fact_set(MigFactBase *base, int attr, const char *text)
{
	MigFact    *fact = base->facts[base->nfacts - 1];
	const MigFact *before = base->nfacts > 1 ? base->facts[base->nfacts - 2] : NULL;

	if (text == NULL)
		return;
	/* Neighbours have much in common: their table, their type, what they are not. */
	if (before != NULL && before->kind == fact->kind && mig_text_equal(before->attrs[attr], text))
		fact->attrs[attr] = before->attrs[attr];
	else
		fact->attrs[attr] = take_text(base, text);
}

MigFact *
mig_fact_at(const MigFactBase *base, const MigAddress *address)
{
	AddressEntry *entry = hash_search(base->byaddress, address, HASH_FIND, NULL);

	return entry ? entry->fact : NULL;
}

void
mig_fact_forget(MigFactBase *base, MigFact *fact)
{
	ListCell   *cell;

	if (!(fact->kind->traits & MIG_SATELLITE))
		hash_search(base->byaddress, &fact->address, HASH_REMOVE, NULL);
	foreach(cell, fact->needs)
	{
		MigFact    *other = lfirst(cell);

		other->neededby = list_delete_ptr(other->neededby, fact);
	}
}

void
mig_fact_need(MigFactBase *base, MigFact *fact, MigFact *other)
{
	MemoryContext old;

	if (fact == other || list_member_ptr(fact->needs, other))
		return;
	old = MemoryContextSwitchTo(base->cxt);
	fact->needs = lappend(fact->needs, other);
	other->neededby = lappend(other->neededby, fact);
	MemoryContextSwitchTo(old);
}

void
mig_fact_need_instead(MigFactBase *base, MigFact *fact, MigFact *other, MigFact *instead)
{
	fact->needs = list_delete_ptr(fact->needs, other);
	other->neededby = list_delete_ptr(other->neededby, fact);
	mig_fact_need(base, fact, instead);
}

MigFact *
mig_fact_lineage(const MigFact *table, const MigFact *ancestor)
{
	ListCell   *cell;

	foreach(cell, table->neededby)
	{
		MigFact    *fact = lfirst(cell);

		if ((fact->kind->traits & MIG_LINEAGE) && fact->parent == table &&
			strcmp(fact->attrs[0], ancestor->identity) == 0)
			return fact;
	}
	return NULL;
}

int
mig_fact_compare(const MigFact *a, const MigFact *b)
{
	int			result;

	if (a->kind != b->kind)
	{
		if (a->kind->weight != b->kind->weight)
			return a->kind->weight < b->kind->weight ? -1 : 1;
		return strcmp(a->kind->keyword, b->kind->keyword);
	}
	result = strcmp(a->identity, b->identity);
	if (result == 0 && (a->kind->traits & MIG_SATELLITE))
		result = mig_fact_compare(a->parent, b->parent);
	return result;
}

static int
compare_slots(const void *a, const void *b)
{
	return mig_fact_compare(*(MigFact *const *) a, *(MigFact *const *) b);
}

int
mig_fact_compare_siblings(const MigFact *a, const MigFact *b)
{
	if (a->kind == b->kind && a->address.objsubid != b->address.objsubid)
		return a->address.objsubid < b->address.objsubid ? -1 : 1;
	return mig_fact_compare(a, b);
}

void
mig_fact_unmodelled(MigFactBase *base, const char *type, const char *identity)
{
	MemoryContext old = MemoryContextSwitchTo(base->cxt);
	char	   *name = psprintf("%s %s", type, identity);

	if (!mig_text_among(base->unmodelled, name))
		base->unmodelled = lappend(base->unmodelled, name);
	MemoryContextSwitchTo(old);
}

void
mig_fact_base_finish(MigFactBase *base)
{
	qsort(base->facts, base->nfacts, sizeof(MigFact *), compare_slots);
	for (int i = 0; i < base->nfacts; i++)
		base->facts[i]->index = i;
}

MigFact *
mig_fact_find(const MigFactBase *base, const char *keyword, const char *identity)
{
	for (int i = 0; i < base->nfacts; i++)
		if (strcmp(base->facts[i]->kind->keyword, keyword) == 0 &&
			strcmp(base->facts[i]->identity, identity) == 0)
			return base->facts[i];
	return NULL;
}

void
mig_fact_base_free(MigFactBase *base)
{
	MemoryContextDelete(base->cxt);
}
