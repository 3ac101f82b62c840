/*
 * migrate.c
 *	  Our own revision files.
 */
#include "postgres.h"

#include "files/format.h"

static int
by_name(const ListCell *a, const ListCell *b)
{
	return strcmp(mig_files_base_name(((MigFile *) lfirst(a))->name),
				  mig_files_base_name(((MigFile *) lfirst(b))->name));
}

/* In order of name, for those that say no more of their order. */
static List *
read_files(List *files, MigProblems *problems)
{
	List	   *sorted = list_copy(files);
	List	   *incoming = NIL;
	ListCell   *lc;

	list_sort(sorted, by_name);
	foreach(lc, sorted)
	{
		MigIncoming *one = mig_files_read(lfirst(lc), problems);

		if (one != NULL)
			incoming = lappend(incoming, one);
	}
	return incoming;
}

const MigFormat mig_format_migrate = {
	.name = "migrate",
	.read = read_files,
};
