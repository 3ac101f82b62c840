/*
 * snapshot.c
 *	  The facts of one moment: runs every kind's query.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/spi.h"
#include "schema/edges.h"
#include "schema/kinds.h"
#include "schema/scope.h"
#include "schema/snapshot.h"

/*
 * Settings that the server's deparsed texts depend on, and two that plans do:
 * objects made in this transaction have no statistics, and a nested loop over
 * a catalog of thousands is quadratic; compiling takes longer than reading.
 */
static const struct
{
	const char *name;
	const char *value;
}			pinned[] =

{
	{"TimeZone", "UTC"},
	{"DateStyle", "ISO, YMD"},
	{"IntervalStyle", "postgres"},
	{"extra_float_digits", "1"},
	{"bytea_output", "hex"},
	{"quote_all_identifiers", "off"},
	{"enable_nestloop", "off"},
	{"jit", "off"},
};

/* The columns that come before the attributes. */
enum
{
	COL_OBJID,
	COL_OBJSUBID,
	COL_IDENTITY,
	COL_PARENTCLASS,
	COL_PARENTID,
	COL_PARENTSUBID,
	COL_ATTRS
};

/* A fact whose parent is to be found once all are read. */
typedef struct Orphan
{
	MigFact    *fact;
	MigAddress	parent;
} Orphan;

typedef struct Reader
{
	MigFactBase *base;
	MigEdges   *edges;
	const MigKind *kind;
	FmgrInfo   *output;			/* of the attributes of this kind's query */
	List	   *orphans;
	MemoryContext row;			/* emptied after each row */
} Reader;

static void
find_outputs(Reader *reader, TupleDesc desc)
{
	if (desc->natts != COL_ATTRS + reader->kind->nattrs)
		elog(ERROR, "query of kind \"%s\" gives %d columns instead of %d",
			 reader->kind->keyword, desc->natts, COL_ATTRS + reader->kind->nattrs);
	reader->output = palloc(sizeof(FmgrInfo) * desc->natts);
	for (int col = COL_ATTRS; col < desc->natts; col++)
	{
		Oid			func;
		bool		varlena;

		getTypeOutputInfo(TupleDescAttr(desc, col)->atttypid, &func, &varlena);
		fmgr_info(func, &reader->output[col]);
	}
}

static void
fill_attrs(const Reader *reader, TupleTableSlot *slot)
{
	for (int i = 0; i < reader->kind->nattrs; i++)
	{
		int			col = COL_ATTRS + i;
		char	   *text;

		if (slot->tts_isnull[col])
			continue;
		text = OutputFunctionCall(&reader->output[col], slot->tts_values[col]);
		/* What is said of others, as a comment, is nothing the server prints. */
		mig_fact_set(reader->base, i, reader->kind->traits & MIG_SATELLITE ? text : mig_text_canonical(text));
	}
}

/* The fact of a row; NULL where it is none of ours. */
static MigFact *
read_fact(Reader *reader, TupleTableSlot *slot)
{
	Datum	   *v = slot->tts_values;
	const MigKind *kind = reader->kind;
	MigAddress	address = {kind->catalog, DatumGetObjectId(v[COL_OBJID]), DatumGetInt32(v[COL_OBJSUBID])};
	char	   *identity = TextDatumGetCString(v[COL_IDENTITY]);
	MigFact    *fact;

	if (!(kind->traits & MIG_SATELLITE))
	{
		if (mig_scope_excluded(kind->keyword, identity))
			mig_edges_exclude(reader->edges, &address);
		if (mig_edges_hidden(reader->edges, &address))
			return NULL;
	}

	fact = mig_fact_add(reader->base, kind, &address, identity);
	fill_attrs(reader, slot);
	return fact;
}

static void
read_row(TupleTableSlot *slot, void *arg)
{
	Reader	   *reader = arg;
	Datum	   *v = slot->tts_values;
	MemoryContext old;
	MigFact    *fact;

	/* What has no name is gone, or hidden, though its comment is still there. */
	if (slot->tts_isnull[COL_IDENTITY])
		return;
	if (reader->output == NULL)
		find_outputs(reader, slot->tts_tupleDescriptor);

	old = MemoryContextSwitchTo(reader->row);
	fact = read_fact(reader, slot);
	MemoryContextSwitchTo(old);
	MemoryContextReset(reader->row);

	if (fact != NULL && !slot->tts_isnull[COL_PARENTID])
	{
		Orphan	   *orphan = palloc(sizeof(Orphan));

		orphan->fact = fact;
		orphan->parent.classid = DatumGetObjectId(v[COL_PARENTCLASS]);
		orphan->parent.objid = DatumGetObjectId(v[COL_PARENTID]);
		orphan->parent.objsubid = DatumGetInt32(v[COL_PARENTSUBID]);
		reader->orphans = lappend(reader->orphans, orphan);
	}
}

/*
 * Gives every fact its parent.  What has none is part of something we do not
 * manage: it, and what belongs to it, is taken out again.
 */
static void
adopt(Reader *reader)
{
	MigFactBase *base = reader->base;
	ListCell   *cell;
	int			kept = 0;

	foreach(cell, reader->orphans)
	{
		Orphan	   *orphan = lfirst(cell);
		MigFact    *fact = orphan->fact;

		fact->parent = mig_edges_resolve(reader->edges, base, &orphan->parent);
		if (fact->parent == NULL)
			fact->parent = fact;	/* marks it */
		else
			mig_fact_need(base, fact, fact->parent);
	}

	for (int i = 0; i < base->nfacts; i++)
	{
		MigFact    *fact = base->facts[i];
		MigFact    *top = fact;

		while (top->parent != NULL && top->parent != top)
			top = top->parent;
		if (top->parent == NULL)
			base->facts[kept++] = fact;
		else
		{
			mig_fact_forget(base, fact);
			mig_edges_exclude(reader->edges, &fact->address);
		}
	}
	base->nfacts = kept;
}

static void
note_subscription(TupleTableSlot *slot, void *arg)
{
	char	   *name = TextDatumGetCString(slot->tts_values[0]);

	if (!mig_scope_excluded("subscription", name))
		mig_fact_unmodelled(((Reader *) arg)->base, "subscription", name);
}

/*
 * A subscription is a matter of two servers: creating one in the shadow would
 * reach for the other, so no kind reads it.
 */
static void
note_subscriptions(Reader *reader)
{
	mig_spi_each("SELECT quote_ident(s.subname) FROM pg_subscription s"
				 "  JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()"
				 " ORDER BY s.subname", NULL, note_subscription, reader);
}

static List *
schema_oids(List *schemas)
{
	List	   *oids = NIL;
	ListCell   *cell;

	foreach(cell, schemas)
	{
		Oid			oid = get_namespace_oid(lfirst(cell), true);

		if (OidIsValid(oid))
			oids = lappend_oid(oids, oid);
	}
	return oids;
}

static Datum
oid_array(List *oids)
{
	Datum	   *elems = palloc(sizeof(Datum) * Max(1, list_length(oids)));
	ListCell   *cell;

	foreach(cell, oids)
		elems[foreach_current_index(cell)] = ObjectIdGetDatum(lfirst_oid(cell));
	return PointerGetDatum(construct_array(elems, list_length(oids), OIDOID,
										   sizeof(Oid), true, TYPALIGN_INT));
}

MigFactBase *
mig_snapshot_read(List *schemas)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "migrate snapshot", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old;
	Reader		reader = {.base = mig_fact_base_new(CurrentMemoryContext)};
	List	   *oids;
	Datum		value;
	Oid			type = OIDARRAYOID;
	MigArgs		args = {1, &type, &value, NULL};
	int			nest = NewGUCNestLevel();

	old = MemoryContextSwitchTo(work);
	for (int i = 0; i < lengthof(pinned); i++)
		(void) set_config_option(pinned[i].name, pinned[i].value, PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SAVE, true, 0, false);

	oids = schema_oids(schemas);
	value = oid_array(oids);
	reader.row = AllocSetContextCreate(work, "migrate row", ALLOCSET_DEFAULT_SIZES);
	reader.edges = mig_edges_read();
	for (int i = 0; i < mig_nkinds; i++)
	{
		reader.kind = mig_kinds[i];
		reader.output = NULL;
		mig_spi_each(reader.kind->query, &args, read_row, &reader);
	}
	adopt(&reader);
	mig_edges_apply(reader.edges, reader.base, oids);
	note_subscriptions(&reader);
	mig_fact_base_finish(reader.base);

	AtEOXact_GUC(true, nest);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(work);
	return reader.base;
}
