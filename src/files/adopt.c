/*
 * adopt.c
 *	  What another tool has applied already, by its own table.
 *
 * Such tools keep a set of what they ran, which need not be the oldest part of
 * all files: a revision that was merged late is run late.  A mark means all that
 * is before it.  So what is applied comes first in the order.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/spi.h"
#include "base/text.h"
#include "files/adopt.h"
#include "files/version.h"
#include "history/steps.h"

/* How many strangers a warning names. */
#define SHOWN_STRANGERS 5

Oid
mig_files_version_table(const MigFormat *format, Oid given)
{
	Oid			types[] = {TEXTOID};
	Datum		values[1];
	MigArgs		args = {1, types, values, NULL};
	const MigRows *rows;

	if (format->table == NULL && OidIsValid(given))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("format \"%s\" has no version table", format->name)));
	if (format->table == NULL || OidIsValid(given))
		return given;
	values[0] = CStringGetTextDatum(format->table);
	rows = mig_spi_query_latest("SELECT c.oid, c.oid::pg_catalog.regclass::text FROM pg_catalog.pg_class c "
								"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
								"WHERE $1 IN (c.relname, n.nspname || '.' || c.relname) AND c.relkind IN ('r', 'p') AND n.nspname <> 'migrate' "
								"AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 2",
								&args);
	if (rows->nrows > 1)
		ereport(ERROR,
				(errcode(ERRCODE_AMBIGUOUS_ALIAS),
				 errmsg("there are several tables \"%s\"", format->table),
				 errdetail("Two of them are %s and %s.", mig_cell(rows, 0, 1), mig_cell(rows, 1, 1)),
				 errhint("Name the one that counts: version_table => '%s'.", mig_cell(rows, 0, 1))));
	return rows->nrows == 0 ? InvalidOid : atooid(mig_cell(rows, 0, 0));
}

static char *
table_name(Oid table)
{
	char	   *name = get_rel_name(table);

	if (name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("there is no table with OID %u", table)));
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)), name);
}

static bool
is_true(const MigRows *rows, int row, int col)
{
	return mig_cell(rows, row, col) != NULL && strcmp(mig_cell(rows, row, col), "t") == 0;
}

static void
refuse_failed(const MigFormat *format, const char *table, const MigRows *rows)
{
	for (int i = 0; i < rows->nrows; i++)
		if (is_true(rows, i, 2))
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("\"%s\" failed half way", mig_cell(rows, i, 0)),
					 errdetail("%s says so in table %s.", format->name, table),
					 errhint("Repair the database and the table with %s first.", format->name)));
}

/* Does row i speak of the revision? */
static bool
names(const MigRows *rows, int i, const MigIncoming *one)
{
	int			order = mig_files_compare_versions(one->key, mig_cell(rows, i, 0));

	return order == 0 || (order < 0 && is_true(rows, i, 1));
}

/* What the table names and no file has, for a person to look at. */
static void
warn_of_strangers(const MigFormat *format, const char *table, const MigRows *rows, const bool *known)
{
	List	   *strangers = NIL;
	int			n = 0;

	for (int i = 0; i < rows->nrows; i++)
		if (!known[i] && n++ < SHOWN_STRANGERS)
			strangers = lappend(strangers, mig_cell(rows, i, 0));
	if (n > 0)
		ereport(WARNING,
				(errmsg_plural("table %s names %d revision that is in no file",
							   "table %s names %d revisions that are in no file", n, table, n),
				 errdetail_internal("%s%s", mig_text_join(strangers, ", "), n > SHOWN_STRANGERS ? ", ..." : "")));
}

static List *
applied_first(List *incoming)
{
	List	   *applied = NIL;
	List	   *others = NIL;
	ListCell   *lc;

	foreach(lc, incoming)
	{
		if (((MigIncoming *) lfirst(lc))->applied)
			applied = lappend(applied, lfirst(lc));
		else
			others = lappend(others, lfirst(lc));
	}
	return list_concat(applied, others);
}

List *
mig_files_adopt(const MigFormat *format, Oid table, List *incoming)
{
	char	   *name = table_name(table);
	const MigRows *rows = mig_spi_query_once(psprintf(format->marks, name), NULL);
	bool	   *known = palloc0(Max(rows->nrows, 1) * sizeof(bool));
	ListCell   *lc;

	refuse_failed(format, name, rows);
	foreach(lc, incoming)
	{
		MigIncoming *one = lfirst(lc);

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < rows->nrows; i++)
			if (one->key != NULL && names(rows, i, one))
				known[i] = one->applied = true;
		if (format->whole && rows->nrows > 0 && !one->applied)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("the database is not at \"%s\", as %s is", one->key, one->file),
					 errdetail("Table %s does not name it.", name),
					 errhint("Bring the database up to date with %s first.", format->name)));
	}
	if (!format->whole)
		warn_of_strangers(format, name, rows, known);
	return applied_first(incoming);
}

/* Whoever is applied has to have ancestors that are. */
static void
check_ancestors(const MigFormat *format, const MigGraph *graph, int rev, const bool *ours, const bool *theirs)
{
	for (int k = 0; k < graph->revs[rev]->nall; k++)
	{
		int			parent = graph->revs[rev]->parents[k];

		if (ours[parent] || theirs[parent])
			continue;
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("\"%s\" is applied, but \"%s\", which it follows, is not",
						mig_history_id(graph, rev), mig_history_id(graph, parent)),
				 errdetail("%s applied it when other revisions were stored already.", format->name),
				 errhint("Apply \"%s\" with %s or by migrate.upgrade, and import again.",
						 mig_history_id(graph, parent), format->name)));
	}
}

List *
mig_files_adopted(const MigFormat *format, List *incoming, const MigGraph *graph, List *marks, int *n)
{
	const bool *ours = mig_history_applied(graph, marks);
	bool	   *theirs = palloc0(Max(graph->n, 1) * sizeof(bool));
	bool	   *followed = palloc0(Max(graph->n, 1) * sizeof(bool));
	List	   *ids = NIL;
	ListCell   *lc;

	foreach(lc, incoming)
	{
		const MigIncoming *one = lfirst(lc);

		if (one->applied)
			theirs[mig_history_lookup(graph, one->stored.info.id)] = true;
	}
	*n = 0;
	for (int rev = graph->n - 1; rev >= 0; rev--)
	{
		if (!theirs[rev] || ours[rev])
			continue;
		(*n)++;
		if (!format->implies)
			check_ancestors(format, graph, rev, ours, theirs);
		for (int k = 0; k < graph->revs[rev]->nall; k++)
			followed[graph->revs[rev]->parents[k]] = true;
		if (!followed[rev])
			ids = lappend(ids, pstrdup(mig_history_id(graph, rev)));
	}
	return ids;
}
