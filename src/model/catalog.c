/*
 * catalog.c
 *	  Writes rows of system catalogs.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"

#include "model/catalog.h"

void
mig_catalog_update_row(Relation catalog, HeapTuple tuple, AttrNumber attnum, Datum value)
{
	int			natts = RelationGetDescr(catalog)->natts;
	Datum	   *values = palloc0(sizeof(Datum) * natts);
	bool	   *nulls = palloc0(sizeof(bool) * natts);
	bool	   *replaces = palloc0(sizeof(bool) * natts);
	HeapTuple	copy;

	values[attnum - 1] = value;
	replaces[attnum - 1] = true;
	copy = heap_modify_tuple(tuple, RelationGetDescr(catalog), values, nulls, replaces);
	CatalogTupleUpdate(catalog, &copy->t_self, copy);
}

void
mig_catalog_update(Oid catalogid, Oid indexid, AttrNumber oidatt, Oid oid, AttrNumber attnum, Datum value)
{
	Relation	catalog = table_open(catalogid, RowExclusiveLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, oidatt, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(oid));
	scan = systable_beginscan(catalog, indexid, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for object %u of catalog %u", oid, catalogid);
	mig_catalog_update_row(catalog, tuple, attnum, value);
	systable_endscan(scan);
	table_close(catalog, NoLock);
	CommandCounterIncrement();
}
