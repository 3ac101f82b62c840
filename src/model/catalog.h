/*
 * catalog.h
 *	  Writes rows of system catalogs.
 */
#ifndef MIG_CATALOG_H
#define MIG_CATALOG_H

#include "access/htup.h"
#include "utils/relcache.h"

/* Writes one column of a row anew. */
extern void mig_catalog_update_row(Relation catalog, HeapTuple tuple, AttrNumber attnum, Datum value);

/* Writes one column of the row with that oid anew, and makes it seen. */
extern void mig_catalog_update(Oid catalogid, Oid indexid, AttrNumber oidatt, Oid oid,
							   AttrNumber attnum, Datum value);

#endif							/* MIG_CATALOG_H */
