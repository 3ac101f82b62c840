/*
 * digest.c
 *	  SHA-256 of texts.
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "mb/pg_wchar.h"
#include "port/pg_bswap.h"

#include "base/compat.h"
#include "base/digest.h"

static void
add(pg_cryptohash_ctx *hash, const void *data, size_t length)
{
	if (pg_cryptohash_update(hash, data, length) < 0)
		elog(ERROR, "could not update SHA-256: %s", pg_cryptohash_error(hash));
}

static void
add_text(pg_cryptohash_ctx *hash, text *value)
{
	uint8		present = value != NULL;
	char	   *bytes = value ? VARDATA_ANY(value) : "";
	int			length = value ? VARSIZE_ANY_EXHDR(value) : 0;
	char	   *utf8 = pg_server_to_any(bytes, length, PG_UTF8);
	uint64		prefix;

	if (utf8 != bytes)
		length = strlen(utf8);
	prefix = pg_hton64((uint64) length);
	add(hash, &present, 1);
	add(hash, &prefix, sizeof(prefix));
	add(hash, utf8, length);
}

bytea *
mig_digest_texts(text *const *texts, int n)
{
	bytea	   *result = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	SET_VARSIZE(result, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	if (hash == NULL || pg_cryptohash_init(hash) < 0)
		elog(ERROR, "could not begin SHA-256: %s", pg_cryptohash_error(hash));
	for (int i = 0; i < n; i++)
		add_text(hash, texts[i]);
	if (pg_cryptohash_final(hash, (uint8 *) VARDATA(result), PG_SHA256_DIGEST_LENGTH) < 0)
		elog(ERROR, "could not finish SHA-256: %s", pg_cryptohash_error(hash));
	pg_cryptohash_free(hash);
	return result;
}
