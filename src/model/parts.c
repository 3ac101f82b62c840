/*
 * parts.c
 *	  The desired state as its users wrote it: parts of DDL with names.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "model/parts.h"

List *
mig_parts_read(void)
{
	MigRows    *rows = mig_spi_query("SELECT name, ddl FROM migrate.model_parts ORDER BY name", NULL);
	List	   *parts = NIL;

	for (int row = 0; row < rows->nrows; row++)
	{
		MigPart    *part = palloc(sizeof(MigPart));

		part->name = mig_cell(rows, row, 0);
		part->ddl = mig_cell(rows, row, 1);
		parts = lappend(parts, part);
	}
	return parts;
}

char *
mig_parts_what(const MigPart *part)
{
	return psprintf("model part \"%s\"", part->name);
}

void
mig_parts_set(const char *name, const char *ddl)
{
	Oid			types[] = {TEXTOID, TEXTOID};
	Datum		values[] = {CStringGetTextDatum(name), ddl ? CStringGetTextDatum(ddl) : (Datum) 0};
	MigArgs		args = {2, types, values, NULL};

	if (ddl == NULL)
	{
		args.n = 1;
		(void) mig_spi_query("DELETE FROM migrate.model_parts WHERE name = $1", &args);
	}
	else
		(void) mig_spi_query("INSERT INTO migrate.model_parts (name, ddl) VALUES ($1, $2)"
							 " ON CONFLICT (name) DO UPDATE"
							 " SET ddl = excluded.ddl, set_at = DEFAULT, set_by = DEFAULT", &args);
}
