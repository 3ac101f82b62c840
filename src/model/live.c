/*
 * live.c
 *	  The managed schemas as they are.
 */
#include "postgres.h"

#include "model/cache.h"
#include "model/live.h"
#include "schema/scope.h"
#include "schema/snapshot.h"

MigFactBase *
mig_live_read(void)
{
	const char *key = mig_cache_live_key();
	MigFactBase *base = mig_cache_find_live(key);

	if (base != NULL)
		return base;
	base = mig_snapshot_read(mig_scope_schemas());
	mig_cache_store_live(key, base);
	return base;
}
