/*
 * golang_migrate.c
 *	  golang-migrate: VERSION_TITLE.up.sql and VERSION_TITLE.down.sql.  Its table
 *	  holds the highest version that was applied, alone.
 */
#include "postgres.h"

#include "files/format.h"
#include "files/version.h"

static bool
has_suffix(const char *name, const char *suffix)
{
	int			length = strlen(name) - strlen(suffix);

	return length > 0 && strcmp(name + length, suffix) == 0;
}

static List *
read_file(List *incoming, const MigFile *file, MigProblems *problems)
{
	const char *name = mig_files_base_name(file->name);
	int			digits = strspn(name, "0123456789");
	bool		up = has_suffix(name, ".up.sql");
	char	   *id = pnstrdup(name, digits);
	MigIncoming *one;

	if (digits == 0 || name[digits] != '_' || (!up && !has_suffix(name, ".down.sql")))
	{
		mig_files_complain(problems, file->name, 0,
						   "its name is neither VERSION_TITLE.up.sql nor VERSION_TITLE.down.sql");
		return incoming;
	}
	one = mig_files_find(incoming, id);
	if (one == NULL)
	{
		char	   *title = pnstrdup(name + digits, strlen(name) - digits - strlen(up ? ".up.sql" : ".down.sql"));

		one = mig_files_new(file, id, mig_files_words(title), problems);
		incoming = lappend(incoming, one);
	}
	mig_files_set_script(one, file, up, file->text, 1, problems);
	return incoming;
}

static List *
read_files(List *files, MigProblems *problems)
{
	List	   *incoming = NIL;
	ListCell   *lc;

	foreach(lc, files)
		incoming = read_file(incoming, lfirst(lc), problems);
	foreach(lc, incoming)
	{
		const MigIncoming *one = lfirst(lc);

		if (one->stored.upgrade == NULL)
			mig_files_complain(problems, one->file, 0, "there is no .up.sql for version %s", one->key);
	}
	list_sort(incoming, mig_files_by_version);
	return incoming;
}

const MigFormat mig_format_golang_migrate = {
	.name = "golang-migrate",
	.read = read_files,
	.table = "schema_migrations",
	.marks = "SELECT version::text, true, dirty FROM %s WHERE version >= 0",
};
