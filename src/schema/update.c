/*
 * update.c
 *	  How an extension gets from version to version.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "schema/update.h"

bool
mig_update_possible(const char *extension, const char *from, const char *to)
{
	const Oid	types[] = {NAMEOID, TEXTOID, TEXTOID};
	const Datum values[] = {
		CStringGetDatum(extension), CStringGetTextDatum(from), CStringGetTextDatum(to)
	};
	const MigArgs args = {3, types, values};

	return mig_spi_query("SELECT FROM pg_extension_update_paths($1)"
						 " WHERE source = $2 AND target = $3 AND path IS NOT NULL", &args)->nrows > 0;
}
