/*
 * store.c
 *	  What the store's tables call by themselves: the digest of a revision's
 *	  scripts, and word of every write.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "fmgr.h"
#include "utils/inval.h"
#include "utils/rel.h"

#include "base/digest.h"

PG_FUNCTION_INFO_V1(migrate_digest);
PG_FUNCTION_INFO_V1(migrate_revisions_changed);

Datum
migrate_digest(PG_FUNCTION_ARGS)
{
	text	   *texts[3];

	for (int i = 0; i < lengthof(texts); i++)
		texts[i] = PG_ARGISNULL(i) ? NULL : PG_GETARG_TEXT_PP(i);
	PG_RETURN_BYTEA_P(mig_digest_texts(texts, lengthof(texts)));
}

/* Every session that has read the revisions will read them anew. */
Datum
migrate_revisions_changed(PG_FUNCTION_ARGS)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" was not called by trigger manager", "revisions_changed")));
	CacheInvalidateRelcacheByRelid(RelationGetRelid(((TriggerData *) fcinfo->context)->tg_relation));
	return PointerGetDatum(NULL);
}
