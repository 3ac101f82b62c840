/*
 * snapshot.h
 *	  The facts of one moment: runs every kind's query.
 */
#ifndef MIG_SNAPSHOT_H
#define MIG_SNAPSHOT_H

#include "schema/fact.h"

/*
 * Reads the named schemas (char *; those that do not exist are left out) and
 * what belongs to no schema, as the transaction sees them now.  The base's
 * context is a child of the current one.  Settings that texts depend on are
 * pinned while it reads.
 */
extern MigFactBase *mig_snapshot_read(List *schemas);

#endif							/* MIG_SNAPSHOT_H */
