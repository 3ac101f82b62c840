/*
 * scope.c
 *	  Which schemas are ours, and which objects in them are left alone.
 */
#include "postgres.h"

#include <fnmatch.h>

#include "catalog/catalog.h"
#include "utils/varlena.h"

#include "base/settings.h"
#include "base/text.h"
#include "schema/scope.h"

static int
compare_names(const ListCell *a, const ListCell *b)
{
	return strcmp(lfirst(a), lfirst(b));
}

List *
mig_scope_schemas(void)
{
	List	   *names;
	List	   *schemas = NIL;
	ListCell   *cell;

	if (!SplitIdentifierString(pstrdup(mig_schemas), ',', &names))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid list of schemas in setting \"%s\"", "migrate.schemas"),
				 errdetail("The setting is \"%s\".", mig_schemas),
				 errhint("Give schema names separated by commas.")));

	list_sort(names, compare_names);
	foreach(cell, names)
	{
		char	   *name = lfirst(cell);

		if (IsReservedName(name) || strcmp(name, "information_schema") == 0 ||
			strcmp(name, "migrate") == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("schema \"%s\" cannot be managed", name),
					 errdetail("It belongs to the server or to this extension."),
					 errhint("Take it out of the setting \"%s\".", "migrate.schemas")));
		if (schemas == NIL || strcmp(llast(schemas), name) != 0)
			schemas = lappend(schemas, name);
	}
	return schemas;
}

/*
 * Cuts off the first of a list: what ends at a comma that is neither between
 * double quotes nor in arguments.  Moves the list to the next, or to NULL.
 */
static char *
next_pattern(char **list)
{
	char	   *start = *list;
	bool		quoted = false;
	int			depth = 0;

	for (char *p = start; *p != '\0'; p++)
	{
		if (*p == '"')
			quoted = !quoted;
		else if (!quoted && *p == '(')
			depth++;
		else if (!quoted && *p == ')')
			depth--;
		else if (!quoted && depth <= 0 && *p == ',')
		{
			*p = '\0';
			*list = p + 1;
			return mig_text_trim(start);
		}
	}
	if (quoted || depth != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid pattern in setting \"%s\"", "migrate.exclude"),
				 errdetail("In \"%s\" a quote or a parenthesis is not closed.", start),
				 errhint("Write names as in 'public.tmp_*, table:public.\"Odd Name\", public.f(integer)'.")));
	*list = NULL;
	return mig_text_trim(start);
}

/* What comes before the colon of "table:public.tmp_*" is a kind. */
static char *
kind_end(char *pattern)
{
	size_t		length = strspn(pattern, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ");

	return length > 0 && pattern[length] == ':' ? pattern + length : NULL;
}

/*
 * A pattern names an object by its identity, with shell wildcards, and its kind
 * if it likes.
 */
bool
mig_scope_excluded(const char *keyword, const char *identity)
{
	char	   *list;

	if (mig_exclude == NULL || mig_exclude[0] == '\0')
		return false;

	list = pstrdup(mig_exclude);
	while (list != NULL)
	{
		char	   *pattern = next_pattern(&list);
		char	   *end = kind_end(pattern);

		if (end != NULL)
			*end = '\0';
		if ((end == NULL || pg_strcasecmp(mig_text_trim(pattern), keyword) == 0) &&
			fnmatch(end ? mig_text_trim(end + 1) : pattern, identity, 0) == 0)
			return true;
	}
	return false;
}
