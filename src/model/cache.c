/*
 * cache.c
 *	  What was found out before: the facts of the model and of the live schemas,
 *	  and whether they differ.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "base/array.h"
#include "base/settings.h"
#include "base/spi.h"
#include "model/cache.h"
#include "model/fingerprint.h"
#include "run/lock.h"
#include "schema/pack.h"
#include "schema/scope.h"

/*
 * What facts depend on besides the text of a model or the live schemas: $1, the
 * settings that literals are read by and that new tables get things from, the
 * roles and who owns the database, the extensions, and what is in schemas that
 * are not managed ($2 are).  Of that, as of the fingerprint, only which
 * transaction wrote it is looked at.
 */
static const char circumstances[] =
"SELECT encode(sha256(convert_to(concat_ws(E'\n', $1, version(), current_user,"
"  (SELECT string_agg(current_setting(name, true), E'\n' ORDER BY name) FROM unnest(ARRAY['DateStyle',"
"     'IntervalStyle', 'TimeZone', 'array_nulls', 'default_table_access_method', 'default_tablespace',"
"     'default_toast_compression', 'standard_conforming_strings', 'transform_null_equals', 'xmloption']) name),"
"  (SELECT string_agg(concat_ws(' ', oid, rolname, rolsuper), ',' ORDER BY oid) FROM pg_roles),"
"  (SELECT datdba FROM pg_database WHERE datname = current_database()),"
"  (SELECT string_agg(concat_ws(' ', extname, extversion, extnamespace), ',' ORDER BY extname) FROM pg_extension),"
"  (WITH outside AS (SELECT oid FROM pg_namespace WHERE nspname <> ALL ($2) AND nspname !~ '^pg_'"
"                       AND nspname NOT IN ('information_schema', 'migrate')),"
"        relations AS (SELECT c.oid, c.xmin FROM pg_class c JOIN outside o ON o.oid = c.relnamespace)"
"   SELECT bit_xor(hashtextextended(concat_ws(' ', a, b, c), 0)) FROM ("
"          SELECT oid, xmin, 0 FROM pg_namespace WHERE oid IN (SELECT oid FROM outside)"
"    UNION ALL SELECT oid, xmin, 0 FROM relations"
"    UNION ALL SELECT attrelid, t.xmin, attnum FROM pg_attribute t JOIN relations r ON r.oid = attrelid"
"    UNION ALL SELECT p.oid, p.xmin, 0 FROM pg_proc p JOIN outside o ON o.oid = pronamespace"
"    UNION ALL SELECT t.oid, t.xmin, 0 FROM pg_type t JOIN outside o ON o.oid = typnamespace"
"    UNION ALL SELECT p.oid, p.xmin, 0 FROM pg_operator p JOIN outside o ON o.oid = oprnamespace"
"    UNION ALL SELECT p.oid, p.xmin, 0 FROM pg_opclass p JOIN outside o ON o.oid = opcnamespace"
"    UNION ALL SELECT p.oid, p.xmin, 0 FROM pg_collation p JOIN outside o ON o.oid = collnamespace"
"    UNION ALL SELECT oid, xmin, 0 FROM pg_cast WHERE oid >= 16384"
"    UNION ALL SELECT oid, xmin, 0 FROM pg_language WHERE oid >= 16384) outside(a, b, c)"
"  )), 'UTF8')), 'hex')";

static char *
read_circumstances(void)
{
	char	   *context = psprintf("%s\n%s\n%s\n%s", mig_pack_signature(), mig_schemas, mig_exclude,
								   GetConfigOption("search_path", false, false));
	Datum		values[] = {CStringGetTextDatum(context), mig_array_list(mig_scope_schemas())};
	MigArgs		args = {2, (Oid[]) {TEXTOID, TEXTARRAYOID}, values, NULL};

	return mig_cell(mig_spi_query(circumstances, &args), 0, 0);
}

char *
mig_cache_key(void)
{
	return psprintf("%s %s", read_circumstances(),
					mig_cell(mig_spi_query("SELECT encode(sha256(convert_to(coalesce(string_agg(name || E'\\n' || ddl, E'\\n'"
										   " ORDER BY name), ''), 'UTF8')), 'hex') FROM migrate.model_parts", NULL), 0, 0));
}

char *
mig_cache_pair_key(void)
{
	return psprintf("%s " UINT64_FORMAT, mig_cache_key(), mig_fingerprint_take());
}

char *
mig_cache_live_key(void)
{
	return psprintf("%s " UINT64_FORMAT, read_circumstances(), mig_fingerprint_take());
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

MigFactBase *
mig_cache_find_live(const char *key)
{
	StringInfoData bytes;

	return find("live", key, &bytes) ? mig_pack_read(&bytes) : NULL;
}

bool
mig_cache_find_alike(const char *key, MigCached *cached)
{
	Datum		value = CStringGetTextDatum(key);
	Oid			type = TEXTOID;
	MigArgs		args = {1, &type, &value, NULL};
	MigRows    *rows = mig_spi_query("SELECT key FROM migrate.model_cache"
									 " WHERE what = 'facts' AND split_part(key, ' ', 1) = split_part($1, ' ', 1)",
									 &args);
	StringInfoData bytes;

	if (rows->nrows == 0)
		return false;
	cached->key = mig_cell(rows, 0, 0);
	if (!find("facts", cached->key, &bytes))
		return false;
	cached->facts = mig_pack_read(&bytes);
	cached->statements = mig_statements_read(&bytes, cached->facts);
	return cached->statements->n > 0;
}

void
mig_cache_store(const char *key, const MigFactBase *base, const MigStatements *statements)
{
	StringInfoData bytes;

	if (!may_write())
		return;
	begin_bytes(&bytes);
	mig_pack_facts(&bytes, base);
	mig_statements_pack(&bytes, statements);
	store("facts", key, &bytes);
}

void
mig_cache_store_live(const char *key, const MigFactBase *base)
{
	StringInfoData bytes;

	if (!may_write() || strcmp(mig_cache_live_key(), key) != 0)
		return;
	begin_bytes(&bytes);
	mig_pack_facts(&bytes, base);
	store("live", key, &bytes);
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

	if (!may_write() || strcmp(mig_cache_pair_key(), key) != 0)
		return;
	begin_bytes(&bytes);
	appendStringInfoChar(&bytes, '=');
	store("equal", key, &bytes);
}
