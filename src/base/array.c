/*
 * array.c
 *	  Arrays of text, for arguments and results.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/array.h"

Datum
mig_array_texts(const char *const *strings, int n)
{
	Datum	   *values = palloc(Max(n, 1) * sizeof(Datum));

	for (int i = 0; i < n; i++)
		values[i] = CStringGetTextDatum(strings[i]);
	return PointerGetDatum(construct_array(values, n, TEXTOID, -1, false, TYPALIGN_INT));
}

Datum
mig_array_list(List *strings)
{
	const char **members = palloc(Max(list_length(strings), 1) * sizeof(char *));
	ListCell   *lc;

	foreach(lc, strings)
		members[foreach_current_index(lc)] = lfirst(lc);
	return mig_array_texts(members, list_length(strings));
}

Datum
mig_array_ints(List *numbers)
{
	Datum	   *values = palloc(Max(list_length(numbers), 1) * sizeof(Datum));
	ListCell   *lc;

	foreach(lc, numbers)
		values[foreach_current_index(lc)] = Int32GetDatum(lfirst_int(lc));
	return PointerGetDatum(construct_array(values, list_length(numbers), INT4OID,
										   sizeof(int32), true, TYPALIGN_INT));
}

List *
mig_array_members(Datum array, const char *what)
{
	List	   *members = NIL;
	Datum	   *values;
	bool	   *nulls;
	int			n;

	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT,
					  &values, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("%s must not contain nulls", what)));
		members = lappend(members, TextDatumGetCString(values[i]));
	}
	return members;
}
