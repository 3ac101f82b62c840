/*
 * scope.c
 *	  Which schemas are ours, and which objects in them are left alone.
 */
#include "postgres.h"

#include <fnmatch.h>

#include "catalog/catalog.h"
#include "utils/varlena.h"

#include "base/settings.h"
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
 * A pattern names an object by its identity, with shell wildcards; one with a
 * colon names the kind as well, as in "table:public.tmp_*".
 */
bool
mig_scope_excluded(const char *keyword, const char *identity)
{
	char	   *list;
	char	   *state = NULL;

	if (mig_exclude == NULL || mig_exclude[0] == '\0')
		return false;

	list = pstrdup(mig_exclude);
	for (char *pattern = strtok_r(list, ", ", &state); pattern != NULL;
		 pattern = strtok_r(NULL, ", ", &state))
	{
		char	   *colon = strchr(pattern, ':');

		if (colon != NULL)
		{
			*colon = '\0';
			if (pg_strcasecmp(pattern, keyword) == 0 && fnmatch(colon + 1, identity, 0) == 0)
				return true;
		}
		else if (fnmatch(pattern, identity, 0) == 0)
			return true;
	}
	return false;
}
