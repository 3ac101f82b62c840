/*
 * rows.c
 *	  The rows of a table from its old self to its new one.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "schema/kind.h"
#include "schema/rows.h"

static int
compare_columns(const ListCell *a, const ListCell *b)
{
	return mig_fact_compare_siblings(lfirst(a), lfirst(b));
}

/* The columns of a table, in their order. */
static List *
columns_of(const MigFact *table)
{
	List	   *columns = NIL;
	ListCell   *cell;

	foreach(cell, table->neededby)
	{
		const MigFact *fact = lfirst(cell);

		if (fact->parent == table && (fact->kind->traits & MIG_TYPED))
			columns = lappend(columns, lfirst(cell));
	}
	list_sort(columns, compare_columns);
	return columns;
}

/* What the column of that identity among others takes of this one; NULL: nothing. */
static char *
value_for(MigWriter *out, const MigFact *column, const List *others)
{
	const ListCell *cell;

	foreach(cell, others)
	{
		const MigFact *other = lfirst(cell);

		if (strcmp(other->identity, column->identity) == 0)
			return column->kind->value(out, column, other);
	}
	return NULL;
}

/* The columns that take a value, and the values, in the same order. */
static List *
shared(MigWriter *out, const MigFact *old, const MigFact *new, List **values)
{
	List	   *others = columns_of(new);
	List	   *names = NIL;
	ListCell   *cell;

	*values = NIL;
	foreach(cell, columns_of(old))
	{
		const MigFact *column = lfirst(cell);
		char	   *value = value_for(out, column, others);

		if (value == NULL)
			continue;
		names = lappend(names, (char *) quote_identifier(mig_text_last_name(column->identity)));
		*values = lappend(*values, value);
	}
	return names;
}

bool
mig_rows_keeps(const MigFact *old, const MigFact *new)
{
	MigWriter	unused = {NIL, false};
	List	   *values;

	return shared(&unused, old, new, &values) != NIL;
}

bool
mig_rows_lost(const MigFact *old, const MigFact *new)
{
	MigWriter	unused = {NIL, false};
	List	   *others = columns_of(new);
	ListCell   *cell;

	foreach(cell, columns_of(old))
	{
		const MigFact *column = lfirst(cell);

		if (column->kind->stored(column) && value_for(&unused, column, others) == NULL)
			return true;
	}
	return false;
}

/* Identities take values that are given only where that is said. */
static bool
has_identity(const MigFact *table)
{
	ListCell   *cell;

	foreach(cell, columns_of(table))
	{
		const MigFact *column = lfirst(cell);

		if (column->kind->keeps(column, column))
			return true;
	}
	return false;
}

void
mig_rows_restore(MigWriter *out, const MigFact *old, const MigFact *new, const char *aside)
{
	List	   *values;
	List	   *names = shared(out, old, new, &values);

	mig_text_statement(out, "INSERT INTO %s (%s)%s\n SELECT %s\n   FROM pg_temp.%s",
					   new->identity, mig_text_join(names, ", "),
					   has_identity(new) ? "\n OVERRIDING SYSTEM VALUE" : "", mig_text_join(values, ", "), aside);
	mig_text_statement(out, "DROP TABLE pg_temp.%s", aside);
}
