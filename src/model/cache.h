/*
 * cache.h
 *	  The facts of a model that was built before.
 */
#ifndef MIG_CACHE_H
#define MIG_CACHE_H

#include "schema/fact.h"

/*
 * What the model's facts depend on, as a hash: its text, who builds it and
 * with what settings, the server, its extensions, and our kinds.
 */
extern char *mig_cache_key(void);

/* The facts kept under a key; NULL when there are none. */
extern MigFactBase *mig_cache_find(const char *key);

/*
 * Keeps facts under a key, in place of those of former models.  Does nothing
 * where the transaction is read-only or the role may not write the cache.
 */
extern void mig_cache_store(const char *key, const MigFactBase *base);

#endif							/* MIG_CACHE_H */
