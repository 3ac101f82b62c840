/*
 * pack.c
 *	  A fact base as bytes, to be kept and read again.
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "schema/kinds.h"
#include "schema/pack.h"

static int
kind_number(const MigKind *kind)
{
	for (int i = 0; i < mig_nkinds; i++)
		if (mig_kinds[i] == kind)
			return i;
	elog(ERROR, "kind \"%s\" is not on the shelf", kind->keyword);
}

void
mig_pack_text(StringInfo out, const char *text)
{
	int			length = text ? strlen(text) : -1;

	pq_sendint32(out, length);
	if (text != NULL)
		appendBinaryStringInfo(out, text, length);
}

char *
mig_pack_read_text(StringInfo in)
{
	int			length = pq_getmsgint(in, 4);

	return length < 0 ? NULL : pnstrdup(pq_getmsgbytes(in, length), length);
}

/* The same, but good until the next one is read. */
static const char *
read_briefly(StringInfo in, StringInfo brief)
{
	int			length = pq_getmsgint(in, 4);

	resetStringInfo(brief);
	if (length < 0)
		return NULL;
	appendBinaryStringInfo(brief, pq_getmsgbytes(in, length), length);
	return brief->data;
}

static void
put_reference(StringInfo out, const MigFact *fact)
{
	pq_sendint32(out, fact ? fact->index : -1);
}

void
mig_pack_facts(StringInfo out, const MigFactBase *base)
{
	ListCell   *cell;

	pq_sendint32(out, base->nfacts);
	for (int i = 0; i < base->nfacts; i++)
	{
		const MigFact *fact = base->facts[i];

		pq_sendint32(out, kind_number(fact->kind));
		mig_pack_text(out, fact->identity);
		pq_sendint32(out, fact->address.objid);
		pq_sendint32(out, fact->address.objsubid);
		put_reference(out, fact->parent);
		put_reference(out, fact->whole);
		for (int attr = 0; attr < fact->kind->nattrs; attr++)
			mig_pack_text(out, fact->attrs[attr]);
		pq_sendint32(out, list_length(fact->needs));
		foreach(cell, fact->needs)
			pq_sendint32(out, ((MigFact *) lfirst(cell))->index);
	}
	pq_sendint32(out, list_length(base->unmodelled));
	foreach(cell, base->unmodelled)
		mig_pack_text(out, lfirst(cell));
}

/* What a fact refers to, by number: known once all are read. */
typedef struct References
{
	int			parent;
	int			whole;
	List	   *needs;
} References;

static void
read_fact(MigFactBase *base, StringInfo in, StringInfo brief, References *references)
{
	const MigKind *kind = mig_kinds[pq_getmsgint(in, 4)];
	MigAddress	address = {kind->catalog, InvalidOid, 0};
	const char *identity = read_briefly(in, brief);
	int			number = base->nfacts;
	MigFact    *fact;

	address.objid = pq_getmsgint(in, 4);
	address.objsubid = pq_getmsgint(in, 4);
	fact = mig_fact_add(base, kind, &address, identity);
	fact->index = number;
	references[number].parent = pq_getmsgint(in, 4);
	references[number].whole = pq_getmsgint(in, 4);
	for (int attr = 0; attr < kind->nattrs; attr++)
		mig_fact_set(base, attr, read_briefly(in, brief));
	for (int n = pq_getmsgint(in, 4); n > 0; n--)
		references[number].needs = lappend_int(references[number].needs, pq_getmsgint(in, 4));
}

static MigFact *
refer(const MigFactBase *base, int number)
{
	return number < 0 ? NULL : base->facts[number];
}

MigFactBase *
mig_pack_read(StringInfo in)
{
	MigFactBase *base = mig_fact_base_new(CurrentMemoryContext);
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "migrate packed facts", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(work);
	StringInfoData brief;
	int			nfacts = pq_getmsgint(in, 4);
	References *references = palloc0(sizeof(References) * Max(1, nfacts));
	ListCell   *cell;

	initStringInfo(&brief);
	for (int i = 0; i < nfacts; i++)
		read_fact(base, in, &brief, references);
	for (int i = 0; i < nfacts; i++)
	{
		base->facts[i]->parent = refer(base, references[i].parent);
		base->facts[i]->whole = refer(base, references[i].whole);
		foreach(cell, references[i].needs)
			mig_fact_need(base, base->facts[i], base->facts[lfirst_int(cell)]);
	}
	MemoryContextSwitchTo(base->cxt);
	for (int n = pq_getmsgint(in, 4); n > 0; n--)
		base->unmodelled = lappend(base->unmodelled, mig_pack_read_text(in));

	MemoryContextSwitchTo(old);
	MemoryContextDelete(work);
	return base;
}

char *
mig_pack_signature(void)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < mig_nkinds; i++)
	{
		appendStringInfo(&text, "%s(", mig_kinds[i]->keyword);
		for (int attr = 0; attr < mig_kinds[i]->nattrs; attr++)
			appendStringInfo(&text, "%s,", mig_kinds[i]->attrs[attr].name);
		appendStringInfo(&text, ")%s\n", mig_kinds[i]->query);
	}
	return text.data;
}
