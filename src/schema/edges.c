/*
 * edges.c
 *	  The server's dependencies: what stands for what, and what needs what.
 */
#include "postgres.h"

#include "access/transam.h"
#include "catalog/dependency.h"
#include "catalog/objectaddress.h"
#include "catalog/pg_am.h"
#include "catalog/pg_cast.h"
#include "catalog/pg_language.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_transform.h"
#include "executor/tuptable.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "base/spi.h"
#include "schema/edges.h"
#include "schema/kind.h"
#include "schema/scope.h"

typedef struct Edge
{
	MigAddress	from;
	MigAddress	to;
	bool		partof;			/* a partition's part of what its parent has */
} Edge;

/* An address that is no fact of its own. */
typedef struct HiddenEntry
{
	MigAddress	address;		/* hash key */
	MigAddress	owner;			/* what it is internal to */
	bool		internal;		/* else a member of an extension */
} HiddenEntry;

struct MigEdges
{
	HTAB	   *hidden;
	Edge	   *edges;
	int			nedges;
	int			nallocated;
};

static void
hide(MigEdges *edges, const Edge *edge, bool internal)
{
	bool		found;
	HiddenEntry *entry = hash_search(edges->hidden, &edge->from, HASH_ENTER, &found);

	/* A member of an extension stays one, whatever else it is part of. */
	if (found && !entry->internal)
		return;
	entry->owner = edge->to;
	entry->internal = internal;
}

static void
keep_row(TupleTableSlot *slot, void *arg)
{
	MigEdges   *edges = arg;
	Datum	   *v = slot->tts_values;
	Edge		edge = {
		{DatumGetObjectId(v[0]), DatumGetObjectId(v[1]), DatumGetInt32(v[2])},
		{DatumGetObjectId(v[3]), DatumGetObjectId(v[4]), DatumGetInt32(v[5])}
	};

	switch (DatumGetChar(v[6]))
	{
		case DEPENDENCY_INTERNAL:
			/* The columns of a partition key belong to their own table. */
			if (edge.from.classid != edge.to.classid || edge.from.objid != edge.to.objid)
				hide(edges, &edge, true);
			break;
		case DEPENDENCY_EXTENSION:
			hide(edges, &edge, false);
			break;
		case DEPENDENCY_PARTITION_PRI:
			edge.partof = true;
			break;
		default:
			break;
	}

	if (edges->nedges == edges->nallocated)
	{
		edges->nallocated *= 2;
		edges->edges = repalloc_huge(edges->edges, edges->nallocated * sizeof(Edge));
	}
	edges->edges[edges->nedges++] = edge;
}

MigEdges *
mig_edges_read(void)
{
	MigEdges   *edges = palloc0(sizeof(MigEdges));
	HASHCTL		ctl = {.keysize = sizeof(MigAddress),.entrysize = sizeof(HiddenEntry),.hcxt = CurrentMemoryContext};

	edges->hidden = hash_create("migrate hidden addresses", 1024, &ctl,
								HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	edges->nallocated = 1024;
	edges->edges = palloc(edges->nallocated * sizeof(Edge));

	/* 16384 is FirstNormalObjectId: what initdb made is nobody's schema. */
	mig_spi_each("SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype"
				 "  FROM pg_depend"
				 " WHERE objid >= 16384 AND deptype <> 'x'",
				 NULL, keep_row, edges);
	return edges;
}

bool
mig_edges_hidden(const MigEdges *edges, const MigAddress *address)
{
	return hash_search(edges->hidden, address, HASH_FIND, NULL) != NULL;
}

/*
 * The fact that an address is or stands for.  With members, that of a member of
 * an extension is the extension: what uses the one needs the other.
 */
static MigFact *
resolve(const MigEdges *edges, const MigFactBase *base, const MigAddress *address, bool members)
{
	MigAddress	at = *address;

	/* Internal chains are short (array type, row type, table). */
	for (int hops = 0; hops < 8; hops++)
	{
		MigFact    *fact = mig_fact_at(base, &at);
		HiddenEntry *entry;

		if (fact != NULL)
			return fact;
		entry = hash_search(edges->hidden, &at, HASH_FIND, NULL);
		if (entry != NULL && (entry->internal || members))
			at = entry->owner;
		else if (at.objsubid != 0)
			at.objsubid = 0;
		else
			return NULL;
	}
	return NULL;
}

MigFact *
mig_edges_resolve(const MigEdges *edges, const MigFactBase *base, const MigAddress *address)
{
	return resolve(edges, base, address, false);
}

void
mig_edges_exclude(MigEdges *edges, const MigAddress *address)
{
	bool		found;
	HiddenEntry *entry = hash_search(edges->hidden, address, HASH_ENTER, &found);

	memset(&entry->owner, 0, sizeof(MigAddress));
	entry->internal = false;
}

/* What has no schema belongs to ours by what it needs. */
static bool
has_no_schema(Oid catalog)
{
	return catalog == AccessMethodRelationId || catalog == CastRelationId ||
		catalog == LanguageRelationId || catalog == TransformRelationId;
}

/* Names what is ours and is no fact. */
static void
note_unmodelled(MigFactBase *base, const MigAddress *address)
{
	ObjectAddress object = {address->classid, address->objid, address->objsubid};
	char	   *type = getObjectTypeDescription(&object, true);
	char	   *identity = getObjectIdentity(&object, true);

	if (identity != NULL && !mig_scope_excluded(type, identity))
		mig_fact_unmodelled(base, type, identity);
}

/* Every row may say of an object that is no fact that it is ours. */
static void
look_at_stranger(const MigEdges *edges, MigFactBase *base, List *schemas, const Edge *edge)
{
	bool		ours = edge->to.classid == NamespaceRelationId ? list_member_oid(schemas, edge->to.objid) :
	has_no_schema(edge->from.classid) && mig_fact_at(base, &edge->to) != NULL;

	if (ours && !mig_edges_hidden(edges, &edge->from))
		note_unmodelled(base, &edge->from);
}

/* The functions that a type is made of need its shell, and not what it is made into. */
static void
open_ring(MigFactBase *base, MigFact *type)
{
	ListCell   *cell;

	foreach(cell, type->needs)
	{
		MigFact    *maker = lfirst(cell);

		if (list_member_ptr(maker->needs, type))
			mig_fact_need_instead(base, maker, type, type->parent);
	}
}

void
mig_edges_apply(const MigEdges *edges, MigFactBase *base, List *schemas)
{
	for (int i = 0; i < edges->nedges; i++)
	{
		const Edge *edge = &edges->edges[i];
		MigFact    *from = mig_edges_resolve(edges, base, &edge->from);
		MigFact    *to;
		MigFact    *lineage;

		if (from == NULL)
		{
			look_at_stranger(edges, base, schemas, edge);
			continue;
		}
		to = resolve(edges, base, &edge->to, true);
		if (to == NULL)
			continue;
		if (edge->partof)
			from->whole = to;
		lineage = mig_fact_lineage(from, to);
		/* A parent never waits for its own part. */
		if (to->parent != from)
			mig_fact_need(base, lineage ? lineage : from, to);
	}
	for (int i = 0; i < base->nfacts; i++)
		if (base->facts[i]->parent != NULL && (base->facts[i]->parent->kind->traits & MIG_SHELL))
			open_ring(base, base->facts[i]);
}
