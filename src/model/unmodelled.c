/*
 * unmodelled.c
 *	  Says what is not compared.
 */
#include "postgres.h"

#include "base/text.h"
#include "model/unmodelled.h"

/* A message names so many. */
#define NAMES_SHOWN	20

static int
compare_names(const ListCell *a, const ListCell *b)
{
	return strcmp(lfirst(a), lfirst(b));
}

static bool
is_among(const char *name, const List *names)
{
	ListCell   *cell;

	foreach(cell, names)
		if (strcmp(name, lfirst(cell)) == 0)
			return true;
	return false;
}

/* What is in the one list and not in the other. */
static List *
only_in(const List *one, const List *other)
{
	List	   *names = NIL;
	ListCell   *cell;

	foreach(cell, one)
		if (!is_among(lfirst(cell), other))
			names = lappend(names, lfirst(cell));
	return names;
}

void
mig_unmodelled_warn(const MigFactBase *one, const MigFactBase *other)
{
	List	   *names = list_concat(only_in(other->unmodelled, one->unmodelled), one->unmodelled);
	int			count = list_length(names);

	if (names == NIL)
		return;
	list_sort(names, compare_names);
	ereport(WARNING,
			(errmsg_plural("%d object is not compared", "%d objects are not compared", count, count),
			 errdetail("%s%s.", mig_text_join(list_truncate(names, NAMES_SHOWN), ", "),
					   count > NAMES_SHOWN ? psprintf(" and %d more", count - NAMES_SHOWN) : ""),
			 errhint("Write revisions by hand for what is not compared; what the setting \"%s\" names is left alone without a word.",
					 "migrate.exclude")));
}

const char *
mig_unmodelled_change(const MigFactBase *one, const MigFactBase *other)
{
	List	   *names = list_concat(only_in(one->unmodelled, other->unmodelled),
									only_in(other->unmodelled, one->unmodelled));

	return names ? linitial(names) : NULL;
}
