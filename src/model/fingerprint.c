/*
 * fingerprint.c
 *	  A number for what the system catalogs hold: as long as it stays the same,
 *	  nothing that a schema is made of has changed.
 *
 * It is made of where each row is and which transaction wrote it: a row that
 * changes is written to another place, and by the time that place is used again
 * the transaction is another one.  What rows hold is not looked at.  What is
 * updated in place (frozen XIDs, numbers of pages and rows) does not count.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_auth_members.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_class.h"
#include "catalog/pg_largeobject.h"
#include "catalog/pg_largeobject_metadata.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_statistic.h"
#include "catalog/pg_statistic_ext_data.h"
#include "catalog/pg_subscription.h"
#include "catalog/pg_tablespace.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/snapmgr.h"

#include "model/fingerprint.h"

/* Catalogs of all databases that schemas refer to, or that say what a role may drop. */
static const Oid shared[] = {AuthIdRelationId, AuthMemRelationId, TableSpaceRelationId, SubscriptionRelationId};

/* Catalogs of this database that are not about schemas. */
static const Oid others[] = {
	StatisticRelationId, StatisticExtDataRelationId, LargeObjectRelationId, LargeObjectMetadataRelationId
};

static bool
contains(const Oid *oids, int n, Oid oid)
{
	for (int i = 0; i < n; i++)
		if (oids[i] == oid)
			return true;
	return false;
}

static uint64
version_of(HeapTuple tuple)
{
	uint64		row = (uint64) tuple->t_tableOid << 32 | ItemPointerGetOffsetNumber(&tuple->t_self);

	row = hash_bytes_uint32_extended(ItemPointerGetBlockNumber(&tuple->t_self), row);
	return hash_bytes_uint32_extended(HeapTupleHeaderGetRawXmin(tuple->t_data), row);
}

/* Calls add for each row of a catalog, with the sum so far. */
static uint64
sum_rows(Oid catalogid, uint64 sum, uint64 (*add) (Relation catalog, HeapTuple tuple, uint64 sum))
{
	Relation	catalog = table_open(catalogid, AccessShareLock);
	TableScanDesc scan = table_beginscan(catalog, GetActiveSnapshot(), 0, NULL);
	HeapTuple	tuple;

	while ((tuple = heap_getnext(scan, ForwardScanDirection)) != NULL)
		sum = add(catalog, tuple, sum);
	CHECK_FOR_INTERRUPTS();
	table_endscan(scan);
	table_close(catalog, AccessShareLock);
	return sum;
}

static uint64
add_version(Relation catalog, HeapTuple tuple, uint64 sum)
{
	return sum + version_of(tuple);
}

/* A row of pg_class: where it is a catalog that counts, all of its rows. */
static uint64
add_catalog(Relation catalog, HeapTuple tuple, uint64 sum)
{
	Form_pg_class class = (Form_pg_class) GETSTRUCT(tuple);

	if (class->relnamespace != PG_CATALOG_NAMESPACE || class->relkind != RELKIND_RELATION)
		return sum;
	if (class->relisshared ? !contains(shared, lengthof(shared), class->oid) :
		contains(others, lengthof(others), class->oid))
		return sum;
	return sum_rows(class->oid, sum, add_version);
}

uint64
mig_fingerprint_take(void)
{
	uint64		sum;

	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	sum = sum_rows(RelationRelationId, 0, add_catalog);
	PopActiveSnapshot();
	return sum;
}
