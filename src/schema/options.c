/*
 * options.c
 *	  Lists of options ("fillfactor=70") as the kinds read and write them.
 */
#include "postgres.h"

#include "schema/options.h"

List *
mig_options_cut(const char *text, const char *separator)
{
	List	   *parts = NIL;
	const char *next;

	while (text != NULL && (next = strstr(text, separator)) != NULL)
	{
		parts = lappend(parts, pnstrdup(text, next - text));
		text = next + strlen(separator);
	}
	if (text != NULL && *text != '\0')
		parts = lappend(parts, pstrdup(text));
	return parts;
}

/* The name of an option: what stands before its first "=". */
static char *
option_name(const char *option)
{
	return pnstrdup(option, strchr(option, '=') - option);
}

/* Does the list set this option, to whatever value? */
static bool
sets(const List *options, const char *name)
{
	ListCell   *cell;

	foreach(cell, options)
		if (strcmp(option_name(lfirst(cell)), name) == 0)
			return true;
	return false;
}

static List *
prefixed(const char *options, const char *prefix)
{
	List	   *result = NIL;
	ListCell   *cell;

	foreach(cell, mig_options_cut(options, "\n"))
		result = lappend(result, psprintf("%s%s", prefix, (char *) lfirst(cell)));
	return result;
}

char *
mig_options_join(const char *options, const char *prefix,
				 const char *more, const char *moreprefix)
{
	return mig_text_join(list_concat(prefixed(options, prefix), prefixed(more, moreprefix)), ", ");
}

/* How many options stand first already, one after the other: what is set comes last. */
static int
settled(const List *before, const List *after)
{
	int			count = 0;
	ListCell   *cell;

	foreach(cell, before)
		if (count < list_length(after) && strcmp(lfirst(cell), list_nth(after, count)) == 0)
			count++;
	return count;
}

void
mig_options_alter(MigWriter *out, const char *alter, const char *prefix,
				  const char *old, const char *new)
{
	List	   *before = prefixed(old, prefix);
	List	   *after = prefixed(new, prefix);
	List	   *set = list_copy_tail(after, settled(before, after));
	List	   *reset = NIL;
	ListCell   *cell;

	foreach(cell, before)
	{
		char	   *name = option_name(lfirst(cell));

		if (!sets(after, name))
			reset = lappend(reset, name);
	}
	if (reset != NIL)
		mig_text_statement(out, "%s RESET (%s)", alter, mig_text_join(reset, ", "));
	if (set != NIL)
		mig_text_statement(out, "%s SET (%s)", alter, mig_text_join(set, ", "));
}

char *
mig_options_fdw_create(const char *options)
{
	List	   *parts = NIL;
	ListCell   *cell;

	foreach(cell, mig_options_cut(options, "\n"))
		parts = lappend(parts, psprintf("%s %s", option_name(lfirst(cell)), strchr(lfirst(cell), '=') + 1));
	return mig_text_join(parts, ", ");
}

char *
mig_options_fdw(const char *old, const char *new)
{
	List	   *before = mig_options_cut(old, "\n");
	List	   *after = mig_options_cut(new, "\n");
	List	   *parts = NIL;
	ListCell   *cell;

	foreach(cell, before)
		if (!sets(after, option_name(lfirst(cell))))
			parts = lappend(parts, psprintf("DROP %s", option_name(lfirst(cell))));
	foreach(cell, after)
	{
		const char *option = lfirst(cell);
		char	   *name = option_name(option);

		if (!mig_text_among(before, option))
			parts = lappend(parts, psprintf("%s %s %s", sets(before, name) ? "SET" : "ADD",
											name, strchr(option, '=') + 1));
	}
	return parts == NIL ? NULL : mig_text_join(parts, ", ");
}

void
mig_options_list_diff(MigWriter *out, const char *old, const char *new,
					  const char *remove, const char *add)
{
	List	   *before = mig_options_cut(old, ", ");
	List	   *after = mig_options_cut(new, ", ");
	ListCell   *cell;

	foreach(cell, before)
		if (!mig_text_among(after, lfirst(cell)))
			mig_text_statement(out, "%s %s", remove, (char *) lfirst(cell));
	foreach(cell, after)
		if (!mig_text_among(before, lfirst(cell)))
			mig_text_statement(out, "%s %s", add, (char *) lfirst(cell));
}
