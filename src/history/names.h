/*
 * names.h
 *	  Names of revisions, which are ids and branch labels, to their numbers.
 */
#ifndef MIG_NAMES_H
#define MIG_NAMES_H

#include "nodes/pg_list.h"

typedef struct MigNames MigNames;

/* An empty map, in cxt; names that are put in are not copied. */
extern MigNames *mig_history_names_create(MemoryContext cxt, int expected);

/* Puts a name in; returns the number that it has already, or -1. */
extern int	mig_history_names_put(MigNames *names, const char *name, int number);

/* The number of a name, or -1. */
extern int	mig_history_names_get(const MigNames *names, const char *name);

/* Gives every number n in the map the value map[n]. */
extern void mig_history_names_renumber(MigNames *names, const int *map);

/* All names (const char *) that begin with prefix, in the order of strcmp. */
extern List *mig_history_names_prefixed(const MigNames *names, const char *prefix);

#endif							/* MIG_NAMES_H */
