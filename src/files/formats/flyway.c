/*
 * flyway.c
 *	  Flyway: V1_2__title.sql, U1_2__title.sql that undoes it, and R__title.sql,
 *	  which runs again whenever it was changed.
 *
 * A repeatable file is a revision of its own for each text that it ever had: its
 * id has a checksum in it.  Flyway's table has the same checksum.
 */
#include "postgres.h"

#include "port.h"
#include "utils/pg_crc.h"

#include "files/format.h"
#include "files/marker.h"
#include "files/version.h"

/* What the name of a file says. */
typedef struct FileName
{
	char		prefix;			/* V, U or R; NUL: it is none of Flyway's */
	char	   *version;		/* with dots */
	char	   *title;			/* as it stands */
} FileName;

static FileName
parse_name(const char *name)
{
	FileName		parsed = {'\0', NULL, NULL};
	const char *separator = strstr(name, "__");

	if (separator == NULL || strchr("VUR", *name) == NULL)
		return parsed;
	parsed.version = pnstrdup(name + 1, separator - name - 1);
	for (char *p = parsed.version; *p != '\0'; p++)
		if (*p == '_')
			*p = '.';
	if (strspn(parsed.version, "0123456789.") != strlen(parsed.version) ||
		(*parsed.version == '\0') != (*name == 'R'))
		return parsed;
	parsed.prefix = *name;
	parsed.title = pnstrdup(separator + 2, strlen(separator + 2) - strlen(".sql"));
	return parsed;
}

/* As Flyway reckons it: a CRC of all lines without their ends. */
static int32
checksum(const char *text)
{
	MigLines	lines = {text, 0};
	MigLine		line;
	pg_crc32	crc;

	INIT_TRADITIONAL_CRC32(crc);
	while (mig_files_next_line(&lines, &line))
	{
		int			length = line.length;

		if (length > 0 && line.text[length - 1] == '\r')
			length--;
		COMP_TRADITIONAL_CRC32(crc, line.text, length);
	}
	FIN_TRADITIONAL_CRC32(crc);
	return (int32) crc;
}

/* "${name}" would be replaced by Flyway; nobody does it here. */
static void
find_placeholders(const MigFile *file, MigProblems *problems)
{
	MigLines	lines = {file->text, 0};
	MigLine		line;

	while (mig_files_next_line(&lines, &line))
	{
		const char *p = strstr(line.text, "${");
		const char *end = line.text + line.length;

		if (p == NULL)
			return;
		if (p >= end || !isalpha((unsigned char) p[2]) || memchr(p, '}', end - p) == NULL)
			continue;
		mig_files_complain(problems, file->name, line.number, "placeholder \"%.*s\" has no value",
						   (int) ((char *) memchr(p, '}', end - p) - p + 1), p);
		mig_files_hint(problems, "Write its value into a copy of the file.");
	}
}

static List *
read_repeatable(List *repeatables, const MigFile *file, const FileName *name, MigProblems *problems)
{
	int32		crc = checksum(file->text);
	MigIncoming *one = mig_files_new(file, psprintf("%s~%08x", name->title, crc), mig_files_words(name->title), problems);

	one->key = psprintf("R:%s:%d", mig_files_base_name(file->name), crc);
	mig_files_set_script(one, file, true, file->text, 1, problems);
	return lappend(repeatables, one);
}

static List *
read_versioned(List *incoming, const MigFile *file, const FileName *name, MigProblems *problems)
{
	MigIncoming *one = mig_files_find(incoming, name->version);

	if (one == NULL)
	{
		one = mig_files_new(file, name->version, mig_files_words(name->title), problems);
		incoming = lappend(incoming, one);
	}
	mig_files_set_script(one, file, name->prefix == 'V', file->text, 1, problems);
	return incoming;
}

static List *
read_files(List *files, MigProblems *problems)
{
	List	   *incoming = NIL;
	List	   *repeatables = NIL;
	ListCell   *lc;

	foreach(lc, files)
	{
		const MigFile *file = lfirst(lc);
		FileName		name = parse_name(mig_files_base_name(file->name));

		if (name.prefix == '\0')
		{
			mig_files_complain(problems, file->name, 0,
							   "its name is neither V<version>__<title>.sql, U<version>__<title>.sql nor R__<title>.sql");
			continue;
		}
		find_placeholders(file, problems);
		if (name.prefix == 'R')
			repeatables = read_repeatable(repeatables, file, &name, problems);
		else
			incoming = read_versioned(incoming, file, &name, problems);
	}
	foreach(lc, incoming)
	{
		const MigIncoming *one = lfirst(lc);

		if (one->stored.upgrade == NULL)
			mig_files_complain(problems, one->file, 0, "there is no V file for version %s", one->key);
	}
	list_sort(incoming, mig_files_by_version);
	return list_concat(incoming, repeatables);
}

const MigFormat mig_format_flyway = {
	.name = "flyway",
	.read = read_files,
	.table = "flyway_schema_history",
	.marks = "SELECT coalesce(version, 'R:' || regexp_replace(script, '^.*/', '') || ':' || checksum),"
	" type IN ('BASELINE', 'SQL_BASELINE'), NOT success FROM"
	" (SELECT DISTINCT ON (coalesce(version, script)) * FROM %s ORDER BY coalesce(version, script), installed_rank DESC) h"
	" WHERE type NOT IN ('SCHEMA', 'DELETE') AND type NOT LIKE 'UNDO%%'",
};
