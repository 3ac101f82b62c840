/*
 * table.c
 *	  What the catalogs know of a relation.
 */
#include "postgres.h"

#include <math.h>

#include "access/relation.h"
#include "catalog/index.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/primnodes.h"
#include "optimizer/plancat.h"
#include "storage/bufmgr.h"
#include "storage/lmgr.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "base/spi.h"
#include "base/text.h"
#include "lint/table.h"

MigColumn *
mig_table_column(const MigTable *table, const char *name)
{
	ListCell   *lc;

	foreach(lc, table->columns)
		if (strcmp(((MigColumn *) lfirst(lc))->name, name) == 0)
			return lfirst(lc);
	return NULL;
}

MigIndex *
mig_table_index(const MigTable *table, const char *name)
{
	ListCell   *lc;

	foreach(lc, table->indexes)
		if (strcmp(((MigIndex *) lfirst(lc))->name, name) == 0)
			return lfirst(lc);
	return NULL;
}

MigConstraint *
mig_table_constraint(const MigTable *table, const char *name)
{
	ListCell   *lc;

	foreach(lc, table->constraints)
		if (strcmp(((MigConstraint *) lfirst(lc))->name, name) == 0)
			return lfirst(lc);
	return NULL;
}

static bool
begins_with(const MigIndex *index, const List *columns)
{
	if (!index->valid || index->partial || list_length(index->columns) < list_length(columns))
		return false;
	for (int i = 0; i < list_length(columns); i++)
		if (!mig_text_among(columns, list_nth(index->columns, i)))
			return false;
	return true;
}

bool
mig_table_has_index_on(const MigTable *table, const List *columns)
{
	ListCell   *lc;

	foreach(lc, table->indexes)
		if (begins_with(lfirst(lc), columns))
			return true;
	return false;
}

bool
mig_table_proves_not_null(const MigTable *table, const char *column)
{
	ListCell   *lc;

	foreach(lc, table->constraints)
	{
		const MigConstraint *constraint = lfirst(lc);

		if (constraint->valid && mig_text_among(constraint->proves, column))
			return true;
	}
	return false;
}

MigRows *
mig_table_query(const char *sql, Oid oid)
{
	Datum		values[] = {ObjectIdGetDatum(oid)};
	MigArgs		args = {1, (Oid[]) {OIDOID}, values, NULL};

	return mig_spi_query(sql, &args);
}

static bool
is_true(const MigRows *rows, int row, int col)
{
	const char *cell = mig_cell(rows, row, col);

	return cell != NULL && cell[0] == 't';
}

/*
 * On 18 a column counts as NOT NULL in pg_attribute already when its constraint
 * is not validated.
 */
static const char *const columns_query =
"SELECT a.attname, a.atttypid, a.atttypmod, a.attcollation, a.attnotnull AND NOT EXISTS ("
"  SELECT FROM pg_constraint c WHERE c.conrelid = a.attrelid AND c.contype = 'n'"
"     AND NOT c.convalidated AND c.conkey = ARRAY[a.attnum])"
" FROM pg_attribute a WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped"
" ORDER BY a.attnum";

static void
read_columns(MigTable *table)
{
	MigRows    *rows = mig_table_query(columns_query, table->oid);

	for (int i = 0; i < rows->nrows; i++)
	{
		MigColumn  *column = palloc0(sizeof(MigColumn));

		column->name = mig_cell(rows, i, 0);
		column->type = atooid(mig_cell(rows, i, 1));
		column->typmod = atoi(mig_cell(rows, i, 2));
		column->collation = atooid(mig_cell(rows, i, 3));
		column->notnull = is_true(rows, i, 4);
		table->columns = lappend(table->columns, column);
	}
}

/* One row a key. */
static const char *const indexes_query =
"SELECT c.relname, m.amname, coalesce(a.attname, ''), i.indisunique, i.indisprimary,"
"  i.indpred IS NOT NULL, i.indisvalid, i.indnatts = i.indnkeyatts AND i.indexprs IS NULL"
"  AND i.indpred IS NULL AND 0 = ALL (i.indoption::int2[])"
"  AND NOT EXISTS (SELECT FROM pg_opclass o WHERE o.oid = ANY (i.indclass::oid[]) AND NOT o.opcdefault)"
"  AND NOT EXISTS (SELECT FROM pg_attribute b, unnest(i.indkey::int2[], i.indcollation::oid[]) AS x(attnum, coll)"
"    WHERE b.attrelid = i.indrelid AND b.attnum = x.attnum AND b.attcollation <> x.coll)"
" FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam"
" CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, n)"
" LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0"
" WHERE i.indrelid = $1 AND k.n <= i.indnkeyatts"
" ORDER BY c.relname, k.n";

static void
read_indexes(MigTable *table)
{
	MigRows    *rows = mig_table_query(indexes_query, table->oid);
	MigIndex   *index = NULL;

	for (int i = 0; i < rows->nrows; i++)
	{
		if (index == NULL || strcmp(index->name, mig_cell(rows, i, 0)) != 0)
		{
			index = palloc0(sizeof(MigIndex));
			index->name = mig_cell(rows, i, 0);
			index->method = mig_cell(rows, i, 1);
			index->unique = is_true(rows, i, 3);
			index->primary = is_true(rows, i, 4);
			index->partial = is_true(rows, i, 5);
			index->valid = is_true(rows, i, 6);
			index->plain = is_true(rows, i, 7);
			table->indexes = lappend(table->indexes, index);
		}
		index->columns = lappend(index->columns, mig_cell(rows, i, 2));
	}
}

/* Of a check's expression, the columns (IS NOT NULL, joined by AND) that it keeps from NULL. */
static List *
proved_columns(const MigTable *table, Node *expr)
{
	List	   *proved = NIL;
	ListCell   *lc;

	foreach(lc, make_ands_implicit((Expr *) expr))
	{
		NullTest   *test = lfirst(lc);

		if (IsA(test, NullTest) && test->nulltesttype == IS_NOT_NULL &&
			!test->argisrow && IsA(test->arg, Var))
			proved = lappend(proved, get_attname(table->oid, ((Var *) test->arg)->varattno, false));
	}
	return proved;
}

/* One row a column; those of other tables that refer to this one come, too. */
static const char *const constraints_query =
"SELECT c.oid, c.conname, c.contype, c.convalidated, c.condeferred, c.conrelid <> $1, a.attname,"
"  n.nspname, o.relname, fa.attname, CASE WHEN k.n = 1 THEN c.conbin END"
" FROM pg_constraint c"
" LEFT JOIN unnest(c.conkey) WITH ORDINALITY k(attnum, n) ON true"
" LEFT JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum"
" LEFT JOIN pg_attribute fa ON fa.attrelid = c.confrelid AND fa.attnum = c.confkey[k.n]"
" LEFT JOIN pg_class o ON o.oid = CASE WHEN c.conrelid = $1 THEN c.confrelid ELSE c.conrelid END"
"   AND c.contype = 'f'"
" LEFT JOIN pg_namespace n ON n.oid = o.relnamespace"
" WHERE c.conrelid = $1 OR c.confrelid = $1"
" ORDER BY c.conname, c.oid, k.n";

static MigConstraint *
constraint_of_row(const MigTable *table, const MigRows *rows, int row)
{
	MigConstraint *constraint = palloc0(sizeof(MigConstraint));

	constraint->name = mig_cell(rows, row, 1);
	constraint->type = mig_cell(rows, row, 2)[0];
	constraint->valid = is_true(rows, row, 3);
	constraint->deferred = is_true(rows, row, 4);
	constraint->schema = mig_cell(rows, row, 7);
	constraint->table = mig_cell(rows, row, 8);
	if (mig_cell(rows, row, 10) != NULL)
		constraint->proves = proved_columns(table, stringToNode(mig_cell(rows, row, 10)));
	return constraint;
}

static void
read_constraints(MigTable *table)
{
	MigRows    *rows = mig_table_query(constraints_query, table->oid);
	MigConstraint *constraint = NULL;

	for (int i = 0; i < rows->nrows; i++)
	{
		if (i == 0 || strcmp(mig_cell(rows, i, 0), mig_cell(rows, i - 1, 0)) != 0)
		{
			constraint = constraint_of_row(table, rows, i);
			if (is_true(rows, i, 5))
				table->incoming = lappend(table->incoming, constraint);
			else
				table->constraints = lappend(table->constraints, constraint);
		}
		if (mig_cell(rows, i, 6) != NULL)
			constraint->columns = lappend(constraint->columns, mig_cell(rows, i, 6));
		if (mig_cell(rows, i, 9) != NULL)
			constraint->others = lappend(constraint->others, mig_cell(rows, i, 9));
	}
}

/*
 * About how many rows, as the planner estimates it: the density of the last
 * ANALYZE, or what the widths of the columns let expect, times the size now.
 */
static double
estimate_rows(Relation rel)
{
	BlockNumber blocks = RelationGetNumberOfBlocks(rel);
	int32		width;

	if (rel->rd_rel->reltuples >= 0 && rel->rd_rel->relpages > 0)
		return rint((double) rel->rd_rel->reltuples / rel->rd_rel->relpages * blocks);
	width = MAXALIGN(get_relation_data_width(RelationGetRelid(rel), NULL)) +
		MAXALIGN(SizeofHeapTupleHeader) + sizeof(ItemIdData);
	return rint((double) blocks * (BLCKSZ - SizeOfPageHeaderData) / width);
}

/* The same for one that has no partitions; -1 when somebody has it locked. */
static double
count_rows_of(Oid oid)
{
	Relation	rel;
	double		rows = -1;

	if (!ConditionalLockRelationOid(oid, AccessShareLock))
		return -1;
	rel = try_relation_open(oid, NoLock);
	if (rel != NULL)
	{
		rows = RELKIND_HAS_STORAGE(rel->rd_rel->relkind) ? estimate_rows(rel) : 0;
		relation_close(rel, NoLock);
	}
	UnlockRelationOid(oid, AccessShareLock);
	return rows;
}

static double
count_rows(Oid oid)
{
	double		rows = 0;
	ListCell   *lc;

	foreach(lc, find_all_inheritors(oid, NoLock, NULL))
	{
		double		more = count_rows_of(lfirst_oid(lc));

		if (more < 0)
			return -1;
		rows += more;
	}
	return rows;
}

static bool
is_table(char kind)
{
	return kind == RELKIND_RELATION || kind == RELKIND_PARTITIONED_TABLE || kind == RELKIND_MATVIEW ||
		kind == RELKIND_FOREIGN_TABLE;
}

MigTable *
mig_table_read(Oid oid)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(oid));
	MigTable   *table;
	Form_pg_class form;

	if (!HeapTupleIsValid(tuple))
		return NULL;
	form = (Form_pg_class) GETSTRUCT(tuple);
	table = palloc0(sizeof(MigTable));
	table->schema = get_namespace_name(form->relnamespace);
	table->name = pstrdup(NameStr(form->relname));
	table->oid = oid;
	table->kind = form->relkind;
	table->partition = form->relispartition;
	table->rows = -1;
	ReleaseSysCache(tuple);

	if (is_table(table->kind))
	{
		read_columns(table);
		read_indexes(table);
		read_constraints(table);
		table->rows = count_rows(oid);
	}
	return table;
}
