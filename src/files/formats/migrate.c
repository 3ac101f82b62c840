/*
 * migrate.c
 *	  Our own revision files; dbmate's are such, too.
 */
#include "postgres.h"

#include "files/format.h"
#include "files/version.h"

/* In order of name, for those that say no more of their order. */
static List *
read_files(List *files, MigProblems *problems)
{
	List	   *sorted = list_copy(files);
	List	   *incoming = NIL;
	ListCell   *lc;

	list_sort(sorted, mig_files_by_name);
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

/* The same, with what dbmate applied. */
const MigFormat mig_format_dbmate = {
	.name = "dbmate",
	.read = read_files,
	.table = "schema_migrations",
	.marks = "SELECT version::text, false, false FROM %s",
};
