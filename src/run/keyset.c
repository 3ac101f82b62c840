/*
 * keyset.c
 *	  A table in the order of its primary key, piece by piece.
 *
 * Rows are compared with operators of the key's own operator families, whatever
 * the search_path: those of a type that an extension brings may be anywhere.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/spi.h"
#include "base/text.h"
#include "run/keyset.h"

/* The columns of the primary key of $1: name, schema of "greater than", type. */
static const char key_columns[] =
"SELECT a.attname, quote_ident(n.nspname), a.atttypid, a.atttypmod"
" FROM pg_index i, unnest(i.indkey::int2[], i.indclass::oid[]) WITH ORDINALITY k(attnum, class, ord)"
" JOIN pg_opclass c ON c.oid = k.class"
" JOIN pg_amop o ON o.amopfamily = c.opcfamily AND o.amoplefttype = c.opcintype AND o.amoprighttype = c.opcintype"
"	AND o.amopstrategy = 5"
" JOIN pg_operator p ON p.oid = o.amopopr JOIN pg_namespace n ON n.oid = p.oprnamespace"
" JOIN pg_attribute a ON a.attnum = k.attnum"
" WHERE i.indrelid = $1 AND i.indisprimary AND a.attrelid = $1 AND k.ord <= i.indnkeyatts ORDER BY k.ord";

static const char table_rows[] =
"SELECT format('%I.%I', n.nspname, c.relname), (SELECT coalesce(sum(p.reltuples) FILTER (WHERE p.reltuples >= 0), -1)::bigint"
"	FROM pg_class p WHERE p.oid = c.oid AND p.relkind = 'r'"
"	OR p.oid IN (SELECT t.relid FROM pg_partition_tree(c.oid) t WHERE t.isleaf))"
" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1";

static void
check_table(Oid table)
{
	char		kind = get_rel_relkind(table);

	if (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("relation %s is not a table", get_rel_name(table) ? get_rel_name(table) : psprintf("%u", table))));
}

static void
refuse_without_key(const char *table)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("table %s has no primary key", table),
			 errdetail("Batches go along the primary key."),
			 errhint("Add one, or UPDATE the table in one statement.")));
}

static void
check_schema(const MigKeyset *keys, const char *schema)
{
	if (strcmp(keys->schema, schema) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the primary key of table %s has operators of several schemas", keys->table),
				 errdetail("One part of the key is compared by those of %s, another one by those of %s.",
						   keys->schema, schema),
				 errhint("UPDATE the table in pieces of your own.")));
}

/* With its schema, for it is read under the caller's search_path, too. */
static char *
type_name(const MigRows *rows, int row)
{
	return format_type_extended(pg_strtoint64(mig_cell(rows, row, 2)), pg_strtoint32(mig_cell(rows, row, 3)),
								FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY);
}

MigKeyset *
mig_keyset_open(Oid table)
{
	MigKeyset  *keys = palloc0(sizeof(MigKeyset));
	Datum		values[] = {ObjectIdGetDatum(table)};
	MigArgs		args = {1, (Oid[]) {OIDOID}, values, NULL};
	MigRows    *rows;
	List	   *columns = NIL;

	check_table(table);
	rows = mig_spi_query(table_rows, &args);
	keys->table = mig_cell(rows, 0, 0);
	keys->rows = pg_strtoint64(mig_cell(rows, 0, 1));
	rows = mig_spi_query(key_columns, &args);
	if (rows->nrows == 0)
		refuse_without_key(keys->table);
	keys->schema = mig_cell(rows, 0, 1);
	for (int row = 0; row < rows->nrows; row++)
	{
		check_schema(keys, mig_cell(rows, row, 1));
		keys->names = lappend(keys->names, mig_cell(rows, row, 0));
		keys->types = lappend(keys->types, type_name(rows, row));
		columns = lappend(columns, unconstify(char *, quote_identifier(mig_cell(rows, row, 0))));
	}
	keys->columns = mig_text_join(columns, ", ");
	keys->descending = psprintf("%s DESC", mig_text_join(columns, " DESC, "));
	return keys;
}

bool
mig_keyset_has(const MigKeyset *keys, const char *column)
{
	return mig_text_among(keys->names, column);
}

/* "(%L::integer, %L::text)", for format(). */
static char *
literal_format(const MigKeyset *keys)
{
	List	   *literals = NIL;
	ListCell   *lc;

	foreach(lc, keys->types)
		literals = lappend(literals, psprintf("%%L::%s", (char *) lfirst(lc)));
	return mig_text_literal(psprintf("ROW(%s)", mig_text_join(literals, ", ")));
}

/* Texts in JSON do not depend on the settings of the session that reads them. */
MigPlace
mig_keyset_place(const MigKeyset *keys, const char *json)
{
	MigPlace	place = {NULL, pstrdup(json)};
	List	   *values = NIL;
	ListCell   *lc;
	MigRows    *rows;

	foreach(lc, keys->types)
		values = lappend(values, psprintf("(%s::jsonb->>%d)::%s", mig_text_literal(json),
										  foreach_current_index(lc), (char *) lfirst(lc)));
	rows = mig_spi_query_once(psprintf("SELECT format(%s, %s)", literal_format(keys), mig_text_join(values, ", ")), NULL);
	place.values = mig_cell(rows, 0, 0);
	return place;
}

static char *
comparison(const MigKeyset *keys, const char *operator, const MigPlace *place)
{
	return psprintf("ROW(%s) OPERATOR(%s.%s) %s", keys->columns, keys->schema, operator, place->values);
}

MigPlace
mig_keyset_next(const MigKeyset *keys, const MigPlace *from, int limit, int64 *rows)
{
	MigPlace	place = {NULL, NULL};
	MigRows    *result = mig_spi_query_once(
		psprintf("SELECT format(%s, %s), jsonb_build_array(%s), count(*) OVER ()"
				 " FROM (SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT %d) batch ORDER BY %s LIMIT 1",
				 literal_format(keys), keys->columns, keys->columns, keys->columns, keys->table,
				 from->values ? comparison(keys, ">", from) : "true", keys->columns, limit, keys->descending), NULL);

	*rows = 0;
	if (result->nrows == 0)
		return place;
	place.values = mig_cell(result, 0, 0);
	place.json = mig_cell(result, 0, 1);
	*rows = pg_strtoint64(mig_cell(result, 0, 2));
	return place;
}

char *
mig_keyset_between(const MigKeyset *keys, const MigPlace *from, const MigPlace *to)
{
	const char *upper = comparison(keys, "<=", to);

	return from->values ? psprintf("%s AND %s", comparison(keys, ">", from), upper) : pstrdup(upper);
}
