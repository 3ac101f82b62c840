/*
 * goose.c
 *	  goose: VERSION_title.sql, with "-- +goose Up" and "-- +goose Down".  Its
 *	  table keeps what was applied and what was undone, in order.
 */
#include "postgres.h"

#include "files/format.h"
#include "files/parts.h"
#include "files/marker.h"
#include "files/version.h"

static bool
takes(const char *name)
{
	const char *suffix = strrchr(name, '.');

	return suffix != NULL && (strcmp(suffix, ".sql") == 0 ||
							  (strcmp(suffix, ".go") == 0 && isdigit((unsigned char) *mig_files_base_name(name)) &&
							   strstr(name, "_test.go") == NULL));
}

/* What follows "-- +goose", or NULL. */
static const char *
annotation(const MigLine *line)
{
	return mig_files_after(line, "-- +goose ");
}

static bool
is(const MigLine *line, const char *word)
{
	const char *text = annotation(line);

	return text != NULL &&
		pg_strcasecmp(mig_files_trimmed(text, line->text + line->length), word) == 0;
}

static MigCutMark
mark(const MigLine *line)
{
	if (is(line, "Up"))
		return MIG_CUT_UP;
	return is(line, "Down") ? MIG_CUT_DOWN : MIG_CUT_NOTHING;
}

/* The other annotations: what they mean for the whole, and what is unknown. */
static void
read_annotations(MigIncoming *one, const MigFile *file, MigProblems *problems)
{
	static const char *const harmless[] = {"Up", "Down", "StatementBegin", "StatementEnd", "ENVSUB OFF", "NO TRANSACTION"};
	MigLines	lines = {file->text, 0};
	MigLine		line;

	while (mig_files_next_line(&lines, &line))
	{
		bool		known = annotation(&line) == NULL;

		for (int i = 0; i < lengthof(harmless); i++)
			known |= is(&line, harmless[i]);
		if (is(&line, "NO TRANSACTION"))
			one->stored.info.transactional = false;
		if (!known)
			mig_files_complain(problems, file->name, line.number, "\"%s\" is not an annotation that is understood here",
							   mig_files_trimmed(line.text, line.text + line.length));
	}
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
		int			digits = strspn(name, "0123456789");
		MigIncoming *one;

		if (digits == 0 || strcmp(strrchr(name, '.'), ".go") == 0)
		{
			mig_files_complain(problems, file->name, 0, digits == 0 ? "its name does not begin with a version"
							   : "it is a program: only SQL can be imported");
			continue;
		}
		one = mig_files_new(file, pnstrdup(name, digits), mig_files_words(name + digits), problems);
		if (!mig_files_cut(one, file, mark, problems) || one->stored.upgrade == NULL)
			mig_files_complain(problems, file->name, 0, "there is no line \"-- +goose Up\"");
		read_annotations(one, file, problems);
		incoming = lappend(incoming, one);
	}
	list_sort(incoming, mig_files_by_version);
	return incoming;
}

const MigFormat mig_format_goose = {
	.name = "goose",
	.takes = takes,
	.read = read_files,
	.table = "goose_db_version",
	.marks = "SELECT version_id::text, false, false FROM"
	" (SELECT DISTINCT ON (version_id) version_id, is_applied FROM %s ORDER BY version_id, id DESC) v"
	" WHERE is_applied AND version_id > 0",
};
