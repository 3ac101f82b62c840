/*
 * node_pg_migrate.c
 *	  node-pg-migrate's SQL: TIMESTAMP_title.sql, with "-- Up Migration" and
 *	  "-- Down Migration"; without them all of it is the upgrade.  Its table has
 *	  the names of the files.
 */
#include "postgres.h"

#include "utils/datetime.h"

#include "files/format.h"
#include "files/parts.h"
#include "files/marker.h"
#include "files/version.h"

/* Programs are taken, too, to say that they can't be imported. */
static bool
takes(const char *name)
{
	const char *base = mig_files_base_name(name);
	const char *suffix = strrchr(base, '.');

	return suffix != NULL && isdigit((unsigned char) *base) &&
		(strcmp(suffix, ".sql") == 0 || strcmp(suffix, ".js") == 0 || strcmp(suffix, ".ts") == 0);
}

static MigCutMark
mark(const MigLine *line)
{
	const char *p = mig_files_comment(line);
	MigLine		words;

	if (p == NULL)
		return MIG_CUT_NOTHING;
	while (p < line->text + line->length && (*p == '-' || *p == ' ' || *p == '\t'))
		p++;
	words = (MigLine) {p, line->text + line->length - p, line->number};
	if (mig_files_after(&words, "up migration") != NULL)
		return MIG_CUT_UP;
	return mig_files_after(&words, "down migration") != NULL ? MIG_CUT_DOWN : MIG_CUT_NOTHING;
}

/*
 * The number that the tool sorts by: a prefix of 17 digits is a time of day in
 * UTC, YYYYMMDDhhmmssmmm, and stands for its milliseconds since 1970, which is
 * what prefixes of 13 digits are.
 */
static const char *
rank(const char *prefix)
{
	int			year, month, day, hour, minute, milliseconds;

	if (strlen(prefix) != 17 ||
		sscanf(prefix, "%4d%2d%2d%2d%2d%5d", &year, &month, &day, &hour, &minute, &milliseconds) != 6)
		return prefix;
	return psprintf(INT64_FORMAT, (int64) (date2j(year, month, day) - UNIX_EPOCH_JDATE) * SECS_PER_DAY * 1000 +
					(int64) (hour * MINS_PER_HOUR + minute) * SECS_PER_MINUTE * 1000 + milliseconds);
}

static int
by_prefix(const ListCell *a, const ListCell *b)
{
	const MigIncoming *left = lfirst(a);
	const MigIncoming *right = lfirst(b);
	int			order = mig_files_compare_versions(rank(left->stored.info.id), rank(right->stored.info.id));

	return order != 0 ? order : strcmp(left->file, right->file);
}

static List *
read_files(List *files, MigProblems *problems)
{
	List	   *incoming = NIL;
	ListCell   *lc;

	foreach(lc, files)
	{
		const MigFile *file = lfirst(lc);
		const char *name = mig_files_base_name(file->name);
		const char *suffix = strrchr(name, '.');
		int			digits = strspn(name, "0123456789");
		MigIncoming *one;

		if (strcmp(suffix, ".sql") != 0)
		{
			mig_files_complain(problems, file->name, 0, "it is a program: only SQL can be imported");
			continue;
		}
		one = mig_files_new(file, pnstrdup(name, digits), mig_files_words(name + digits), problems);
		one->key = pnstrdup(name, suffix - name);
		if (!mig_files_cut(one, file, mark, problems))
			mig_files_set_script(one, file, true, file->text, 1, problems);
		if (one->stored.upgrade == NULL)
			mig_files_complain(problems, file->name, 0, "there is no line \"-- Up Migration\"");
		incoming = lappend(incoming, one);
	}
	list_sort(incoming, by_prefix);
	return incoming;
}

const MigFormat mig_format_node_pg_migrate = {
	.name = "node-pg-migrate",
	.takes = takes,
	.read = read_files,
	.table = "pgmigrations",
	.marks = "SELECT name, false, false FROM %s",
};
