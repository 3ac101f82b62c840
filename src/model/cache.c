/*
 * cache.c
 *	  What was found out before about the model: its facts, and whether the live
 *	  schemas differ from it.
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
#include "model/fingerprint.h"
#include "run/lock.h"
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

char *
mig_cache_pair_key(void)
{
	return psprintf("%s " UINT64_FORMAT, mig_cache_key(), mig_fingerprint_take());
}

static void
keep_bytes(TupleTableSlot *slot, void *arg)
{
	bytea	   *bytes = DatumGetByteaPP(slot->tts_values[0]);

	appendBinaryStringInfo((StringInfo) arg, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
}

/* What is kept under a key; false when nothing is. */
static bool
find(const char *what, const char *key, StringInfo bytes)
{
	Datum		values[] = {CStringGetTextDatum(what), CStringGetTextDatum(key)};
	MigArgs		args = {2, (Oid[]) {TEXTOID, TEXTOID}, values, NULL};

	initStringInfo(bytes);
	mig_spi_each("SELECT facts FROM migrate.model_cache WHERE what = $1 AND key = $2", &args, keep_bytes, bytes);
	return bytes->len > 0;
}

static bool
may_write(void)
{
	MigRows    *rows;

	if (XactReadOnly)
		return false;
	rows = mig_spi_query("SELECT has_table_privilege('migrate.model_cache', 'INSERT')"
						 "   AND has_table_privilege('migrate.model_cache', 'DELETE')", NULL);
	return mig_cell(rows, 0, 0)[0] == 't';
}

/* bytes begins with room for the head of a bytea. */
static void
store(const char *what, const char *key, StringInfo bytes)
{
	Datum		values[3];
	MigArgs		args = {3, (Oid[]) {TEXTOID, TEXTOID, BYTEAOID}, values, NULL};

	/* Another session may be at it. */
	if (!mig_lock_try_cache())
		return;
	SET_VARSIZE(bytes->data, bytes->len);
	values[0] = CStringGetTextDatum(what);
	values[1] = CStringGetTextDatum(key);
	values[2] = PointerGetDatum(bytes->data);
	(void) mig_spi_query("WITH others AS (DELETE FROM migrate.model_cache WHERE what = $1 AND key <> $2)"
						 " INSERT INTO migrate.model_cache (what, key, facts) VALUES ($1, $2, $3)"
						 " ON CONFLICT DO NOTHING", &args);
}

static void
begin_bytes(StringInfo bytes)
{
	initStringInfo(bytes);
	appendStringInfoSpaces(bytes, VARHDRSZ);
}

MigFactBase *
mig_cache_find(const char *key)
{
	StringInfoData bytes;

	return find("facts", key, &bytes) ? mig_pack_read(&bytes) : NULL;
}

void
mig_cache_store(const char *key, const MigFactBase *base)
{
	StringInfoData bytes;

	if (!may_write())
		return;
	begin_bytes(&bytes);
	mig_pack_facts(&bytes, base);
	store("facts", key, &bytes);
}

bool
mig_cache_is_equal(const char *key)
{
	StringInfoData bytes;

	return find("equal", key, &bytes);
}

void
mig_cache_note_equal(const char *key)
{
	StringInfoData bytes;

	if (!may_write())
		return;
	begin_bytes(&bytes);
	appendStringInfoChar(&bytes, '=');
	store("equal", key, &bytes);
}
