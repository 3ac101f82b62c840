/*
 * cache.c
 *	  The facts of a model that was built before.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "base/settings.h"
#include "base/spi.h"
#include "model/cache.h"
#include "schema/pack.h"

char *
mig_cache_key(void)
{
	char	   *context = psprintf("%s\n%s\n%s\n%s", mig_pack_signature(), mig_schemas, mig_exclude,
								   GetConfigOption("search_path", false, false));
	Oid			type = TEXTOID;
	Datum		value = CStringGetTextDatum(context);
	MigArgs		args = {1, &type, &value, NULL};
	MigRows    *rows;

	rows = mig_spi_query("SELECT encode(sha256(convert_to(concat_ws(E'\\n', $1, version(), current_user,"
						 "  (SELECT string_agg(concat_ws(' ', extname, extversion, extnamespace), ',' ORDER BY extname)"
						 "     FROM pg_extension),"
						 "  (SELECT string_agg(name || E'\\n' || ddl, E'\\n' ORDER BY name)"
						 "     FROM migrate.model_parts)), 'UTF8')), 'hex')", &args);
	return mig_cell(rows, 0, 0);
}

static void
keep_bytes(TupleTableSlot *slot, void *arg)
{
	bytea	   *bytes = DatumGetByteaPP(slot->tts_values[0]);

	appendBinaryStringInfo((StringInfo) arg, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
}

MigFactBase *
mig_cache_find(const char *key)
{
	Oid			type = TEXTOID;
	Datum		value = CStringGetTextDatum(key);
	MigArgs		args = {1, &type, &value, NULL};
	StringInfoData bytes;

	initStringInfo(&bytes);
	mig_spi_each("SELECT facts FROM migrate.model_cache WHERE key = $1", &args, keep_bytes, &bytes);
	return bytes.len == 0 ? NULL : mig_pack_read(&bytes);
}

void
mig_cache_store(const char *key, const MigFactBase *base)
{
	Oid			types[] = {TEXTOID, BYTEAOID};
	Datum		values[2];
	MigArgs		args = {2, types, values, NULL};
	StringInfoData bytes;
	MigRows    *rows;

	if (XactReadOnly)
		return;
	rows = mig_spi_query("SELECT has_table_privilege('migrate.model_cache', 'INSERT')"
						 "   AND has_table_privilege('migrate.model_cache', 'DELETE')", NULL);
	if (mig_cell(rows, 0, 0)[0] != 't')
		return;

	initStringInfo(&bytes);
	appendStringInfoSpaces(&bytes, VARHDRSZ);
	mig_pack_facts(&bytes, base);
	SET_VARSIZE(bytes.data, bytes.len);
	values[0] = CStringGetTextDatum(key);
	values[1] = PointerGetDatum(bytes.data);

	/* Another session may be at it: nobody waits for a cache. */
	args.n = 1;
	(void) mig_spi_query("DELETE FROM migrate.model_cache WHERE key IN"
						 " (SELECT key FROM migrate.model_cache WHERE key <> $1 FOR UPDATE SKIP LOCKED)", &args);
	args.n = 2;
	(void) mig_spi_query("INSERT INTO migrate.model_cache (key, facts) VALUES ($1, $2)"
						 " ON CONFLICT DO NOTHING", &args);
}
