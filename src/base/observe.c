/*
 * observe.c
 *	  What a statement does to relations that others use.
 *
 * Whatever a statement touches is locked until the transaction ends, so only
 * the relations in this process's entries of the lock table need be looked at.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/transam.h"
#include "catalog/indexing.h"
#include "catalog/pg_class.h"
#include "executor/instrument.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/lock.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "base/observe.h"
#include "base/spi.h"

/* A relation that this transaction has locked. */
typedef struct Seen
{
	Oid			relation;		/* hash key */
	const char *name;			/* as it was at the beginning; NULL: not there */
	char		kind;			/* relkind; 0 when it is gone and was not there */
	Oid			file;			/* relfilenode after the last statement */
	LOCKMASK	held;			/* after the last statement */
	LOCKMASK	before;			/* while one ends: after the one before */
	int64		scanned;		/* by this transaction, up to the last statement */
	int64		written;
} Seen;

struct MigObserver
{
	MemoryContext cxt;
	Snapshot	beginning;
	HTAB	   *seen;
	TimestampTz started;		/* the statement */
	uint64		wal;			/* at its start */
};

typedef struct Counts
{
	int64		scanned;
	int64		written;
} Counts;

/* The server's counters for a relation, which it adds to until it reports them. */
static Counts
read_counts(Oid relation)
{
	Datum		oid = ObjectIdGetDatum(relation);
	Counts		counts;

	counts.scanned = DatumGetInt64(DirectFunctionCall1(pg_stat_get_xact_tuples_returned, oid)) +
		DatumGetInt64(DirectFunctionCall1(pg_stat_get_xact_tuples_fetched, oid));
	counts.written = DatumGetInt64(DirectFunctionCall1(pg_stat_get_xact_tuples_inserted, oid)) +
		DatumGetInt64(DirectFunctionCall1(pg_stat_get_xact_tuples_updated, oid)) +
		DatumGetInt64(DirectFunctionCall1(pg_stat_get_xact_tuples_deleted, oid));
	return counts;
}

/* Fills in what the relation was at the beginning; nothing if it was not there. */
static void
look_back(const MigObserver *observer, Seen *seen)
{
	Relation	catalog = table_open(RelationRelationId, AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_class_oid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(seen->relation));
	scan = systable_beginscan(catalog, ClassOidIndexId, true, observer->beginning, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
	{
		Form_pg_class class = (Form_pg_class) GETSTRUCT(tuple);
		char	   *schema = get_namespace_name(class->relnamespace);

		seen->name = MemoryContextStrdup(observer->cxt,
										 quote_qualified_identifier(schema, NameStr(class->relname)));
		seen->kind = class->relkind;
		seen->file = class->relfilenode;
	}
	systable_endscan(scan);
	table_close(catalog, AccessShareLock);
}

static Seen *
find_seen(const MigObserver *observer, Oid relation)
{
	bool		found;
	Seen	   *seen = hash_search(observer->seen, &relation, HASH_ENTER, &found);

	if (!found)
	{
		memset((char *) seen + sizeof(Oid), 0, sizeof(Seen) - sizeof(Oid));
		look_back(observer, seen);
	}
	return seen;
}

/*
 * What the session has counted before and not reported yet is not this
 * transaction's.
 */
static void
read_first_counts(const MigObserver *observer)
{
	MigRows    *rows = mig_spi_query(
		"SELECT oid FROM pg_class WHERE relkind IN ('r', 'm') AND oid >= 16384"
		" AND pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid)"
		" + pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
		" + pg_stat_get_xact_tuples_deleted(oid) > 0", NULL);

	for (int row = 0; row < rows->nrows; row++)
	{
		Seen	   *seen = find_seen(observer, atooid(mig_cell(rows, row, 0)));
		Counts		counts = read_counts(seen->relation);

		seen->scanned = counts.scanned;
		seen->written = counts.written;
	}
}

/* Brings up to date what this process holds of each relation. */
static void
read_locks(const MigObserver *observer)
{
	LockData   *locks = GetLockStatusData();
	HASH_SEQ_STATUS status;
	Seen	   *seen;

	hash_seq_init(&status, observer->seen);
	while ((seen = hash_seq_search(&status)) != NULL)
	{
		seen->before = seen->held;
		seen->held = 0;
	}
	for (int i = 0; i < locks->nelements; i++)
	{
		const LockInstanceData *lock = &locks->locks[i];

		if (lock->pid == MyProcPid && lock->locktag.locktag_type == LOCKTAG_RELATION &&
			lock->locktag.locktag_field1 == MyDatabaseId &&
			lock->locktag.locktag_field2 >= FirstNormalObjectId)
			find_seen(observer, lock->locktag.locktag_field2)->held |= lock->holdMask;
	}
}

MigObserver *
mig_observe_begin(void)
{
	MigObserver *observer = palloc0(sizeof(MigObserver));
	HASHCTL		ctl = {.keysize = sizeof(Oid),.entrysize = sizeof(Seen),.hcxt = CurrentMemoryContext};

	observer->cxt = CurrentMemoryContext;
	observer->beginning = RegisterSnapshot(GetLatestSnapshot());
	observer->seen = hash_create("migrate observed relations", 64, &ctl,
								 HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	read_first_counts(observer);
	read_locks(observer);
	return observer;
}

void
mig_observe_start(MigObserver *observer)
{
	observer->wal = pgWalUsage.wal_bytes;
	observer->started = GetCurrentTimestamp();
}

static LOCKMODE
strongest(LOCKMASK mask)
{
	LOCKMODE	mode = MaxLockMode;

	while (mode > NoLock && !(mask & LOCKBIT_ON(mode)))
		mode--;
	return mode;
}

static bool
is_table(char kind)
{
	return kind == RELKIND_RELATION || kind == RELKIND_PARTITIONED_TABLE || kind == RELKIND_MATVIEW;
}

/* A lock on a table says more than one on its index, and the order is to be always the same. */
static bool
says_more(const Seen *a, const Seen *b)
{
	if (is_table(a->kind) != is_table(b->kind))
		return is_table(a->kind);
	return strcmp(a->name, b->name) < 0;
}

/* The lock is new, and on a relation that others may use. */
static void
judge_lock(MigObserved *observed, const Seen **what, const Seen *seen)
{
	LOCKMODE	mode = strongest(seen->held & ~seen->before);

	if (mode == NoLock || seen->name == NULL || seen->kind == RELKIND_TOASTVALUE ||
		mode < observed->lock || (mode == observed->lock && !says_more(seen, *what)))
		return;
	*what = seen;
	observed->lock = mode;
	observed->relation = seen->name;
}

/* Rows are those of tables, once each: indexes and TOAST count them again. */
static void
judge_rows(MigObserved *observed, Seen *seen)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(seen->relation));
	Counts		counts = read_counts(seen->relation);

	if (HeapTupleIsValid(tuple))
	{
		Form_pg_class class = (Form_pg_class) GETSTRUCT(tuple);

		seen->kind = class->relkind;
		if (seen->name != NULL && is_table(seen->kind) && class->relfilenode != seen->file)
			observed->rewrites = true;
		seen->file = class->relfilenode;
		ReleaseSysCache(tuple);
	}
	if (seen->kind == 0 || is_table(seen->kind))
	{
		/* TRUNCATE takes back what the transaction has inserted. */
		observed->scanned += Max(0, counts.scanned - seen->scanned);
		observed->written += Max(0, counts.written - seen->written);
	}
	seen->scanned = counts.scanned;
	seen->written = counts.written;
}

MigObserved
mig_observe_end(MigObserver *observer)
{
	MigObserved observed = {
		.elapsed = GetCurrentTimestamp() - observer->started,
		.wal = pgWalUsage.wal_bytes - observer->wal,
	};
	const Seen *what = NULL;
	HASH_SEQ_STATUS status;
	Seen	   *seen;

	read_locks(observer);
	hash_seq_init(&status, observer->seen);
	while ((seen = hash_seq_search(&status)) != NULL)
	{
		if (seen->held == 0)
			continue;
		judge_lock(&observed, &what, seen);
		judge_rows(&observed, seen);
	}
	if (!pgstat_track_counts)
		observed.scanned = observed.written = -1;
	return observed;
}

bool
mig_observe_existed(const MigObserver *observer, Oid relation)
{
	return find_seen(observer, relation)->name != NULL;
}
