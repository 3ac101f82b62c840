/*
 * preflight.h
 *	  What stands in the way of a deployment already, or will: said before the
 *	  first step runs.
 */
#ifndef MIG_PREFLIGHT_H
#define MIG_PREFLIGHT_H

#include "nodes/pg_list.h"

/*
 * Raises a NOTICE or a WARNING for each thing that is found: long transactions
 * and prepared ones that have a lock on a table that the legs (a list of
 * MigLeg, cut) touch, or a snapshot for which an index that is built
 * concurrently will wait; replication slots that lag; anti-wraparound vacuums of
 * such a table; timeouts that will end the session or a statement; published
 * tables.  What the caller may not see of other sessions is not found.
 */
extern void mig_preflight_tell(const List *legs);

#endif							/* MIG_PREFLIGHT_H */
