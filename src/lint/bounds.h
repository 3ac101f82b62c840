/*
 * bounds.h
 *	  Whether a table's checks spare reading its rows when it becomes a partition,
 *	  or when another one does.
 */
#ifndef MIG_BOUNDS_H
#define MIG_BOUNDS_H

#include "nodes/parsenodes.h"

#include "lint/table.h"

/*
 * Do valid checks of a table, so that nobody has to read it, say that all its rows are within the
 * bounds (raw) of a partition of parent?  Or, with inside false: that none of
 * the default partition's is?  True where the server cannot be asked, since one
 * of the checks or tables is new.  Where it is false, *check is the expression
 * of a check that would do, or NULL; check may be NULL.
 */
extern bool mig_bounds_hold(const MigTable *parent, const MigTable *table,
								const PartitionBoundSpec *bound, bool inside, const char **check);

#endif							/* MIG_BOUNDS_H */
