/*
 * sequence.c
 *	  The options of sequences, and of those behind identity columns.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "schema/options.h"
#include "schema/sequence.h"

/* The number that an option has among others; NULL when it is not there. */
static const char *
value_of(const List *options, const char *name)
{
	ListCell   *cell;

	foreach(cell, options)
		if (strncmp(lfirst(cell), name, strlen(name)) == 0)
			return (const char *) lfirst(cell) + strlen(name);
	return NULL;
}

/* Is a number of the one list greater than one of the other? */
static bool
exceeds(const List *options, const char *name, const List *others, const char *other)
{
	return strtoll(value_of(options, name), NULL, 10) > strtoll(value_of(others, other), NULL, 10);
}

/*
 * MINVALUE, MAXVALUE and START move in one statement: one by one they refuse
 * each other.  A sequence that is between its new bounds stays where it is;
 * with bounds that have no number in common it starts anew.
 */
void
mig_sequence_alter(MigWriter *out, const char *name, const char *alter, const char *set,
				   const char *old, const char *new)
{
	List	   *before = mig_options_cut(old, "\n");
	List	   *after = mig_options_cut(new, "\n");
	const char *min = value_of(after, "MINVALUE ");
	const char *max = value_of(after, "MAXVALUE ");
	List	   *changed = NIL;
	ListCell   *cell;

	foreach(cell, after)
		if (!mig_text_among(before, lfirst(cell)))
			changed = lappend(changed, psprintf("%s%s", set, (char *) lfirst(cell)));
	if (exceeds(after, "MINVALUE ", before, "MAXVALUE ") || exceeds(before, "MINVALUE ", after, "MAXVALUE "))
		changed = lappend(changed, "RESTART");
	else if (strcmp(min, value_of(before, "MINVALUE ")) != 0 || strcmp(max, value_of(before, "MAXVALUE ")) != 0)
		mig_text_statement(out, "SELECT pg_catalog.setval(%s, LEAST(GREATEST(last_value, %s), %s), is_called) FROM %s",
						   mig_text_literal(name), min, max, name);
	mig_text_statement(out, "%s %s", alter, mig_text_join(changed, " "));
}

/* The place of a type among those that sequences have, from the narrowest. */
static int
width(const char *type)
{
	static const char *const types[] = {"smallint", "integer", "bigint"};

	for (int i = 0; i < lengthof(types); i++)
		if (strcmp(types[i], type) == 0)
			return i;
	return lengthof(types);
}

bool
mig_sequence_narrows(const char *old, const char *new)
{
	return width(new) < width(old);
}

const char *
mig_sequence_serial(List **clauses)
{
	static const char *const types[] = {"smallserial", "serial", "bigserial"};
	const char *serial = NULL;
	ListCell   *cell;

	for (int i = 0; i < lengthof(types); i++)
		foreach(cell, *clauses)
			if (strcmp(lfirst(cell), types[i]) == 0)
				serial = types[i];
	if (serial != NULL)
		foreach(cell, *clauses)
			if (strcmp(lfirst(cell), serial) == 0 || strncmp(lfirst(cell), "DEFAULT ", 8) == 0)
				*clauses = foreach_delete_current(*clauses, cell);
	return serial;
}

void
mig_sequence_save(MigWriter *out, const char *name, const char *aside)
{
	mig_text_statement(out, "CREATE TEMPORARY TABLE %s AS\n SELECT last_value, is_called FROM %s", aside, name);
}

void
mig_sequence_restore(MigWriter *out, const char *name, const char *aside)
{
	mig_text_statement(out, "SELECT pg_catalog.setval(%s, last_value, is_called) FROM pg_temp.%s",
					   mig_text_literal(name), aside);
	mig_text_statement(out, "DROP TABLE pg_temp.%s", aside);
}
