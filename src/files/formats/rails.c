/*
 * rails.c
 *	  Rails: db/structure.sql, which is a dump with the versions that it has in
 *	  schema_migrations.  It is one revision, named as its newest version.
 */
#include "postgres.h"

#include "files/format.h"
#include "files/marker.h"
#include "files/version.h"

static bool
takes(const char *name)
{
	const char *suffix = strstr(mig_files_base_name(name), "structure.sql");

	return suffix != NULL && strcmp(suffix, "structure.sql") == 0;
}

/* The text with psql's own commands, as pg_dump writes them, made empty. */
static char *
without_commands(const char *text)
{
	char	   *copy = pstrdup(text);
	MigLines	lines = {text, 0};
	MigLine		line;

	while (mig_files_next_line(&lines, &line))
		if (line.length > 0 && *line.text == '\\')
			memset(copy + (line.text - text), ' ', line.length);
	return copy;
}

/* The newest of the versions that are inserted at the end, or NULL. */
static char *
newest_version(const char *text)
{
	const char *p = strstr(text, "INSERT INTO \"schema_migrations\" (version) VALUES");
	char	   *newest = NULL;

	for (p = p ? strchr(p, '\'') : NULL; p != NULL; p = strchr(p, '\''))
	{
		const char *end = strchr(++p, '\'');
		char	   *version = end ? pnstrdup(p, end - p) : NULL;

		if (version == NULL || strspn(version, "0123456789") != end - p || end == p)
			break;
		if (newest == NULL || mig_files_compare_versions(newest, version) < 0)
			newest = version;
		p = end + 1;
	}
	return newest;
}

static List *
read_files(List *files, MigProblems *problems)
{
	const MigFile *file = files ? linitial(files) : NULL;
	char	   *version = file ? newest_version(file->text) : NULL;
	MigIncoming *one;
	ListCell   *lc;

	for_each_from(lc, files, 1)
		mig_files_complain(problems, ((MigFile *) lfirst(lc))->name, 0, "it is a second structure, after %s", file->name);
	if (file != NULL && version == NULL)
		mig_files_complain(problems, file->name, 0,
						   "there is no INSERT INTO \"schema_migrations\" (version) with the versions that it has");
	if (version == NULL)
		return NIL;
	one = mig_files_new(file, version, psprintf("structure of version %s", version), problems);
	mig_files_set_script(one, file, true, without_commands(file->text), 1, problems);
	return list_make1(one);
}

const MigFormat mig_format_rails = {
	.name = "rails",
	.takes = takes,
	.read = read_files,
	.table = "schema_migrations",
	.marks = "SELECT version::text, false, false FROM %s",
	.whole = true,
};
