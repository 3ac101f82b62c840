/*
 * alembic.c
 *	  Alembic: a *.txt with what "alembic history" prints, which tells of the
 *	  graph, and *.sql with what "alembic upgrade heads --sql" and "alembic
 *	  downgrade heads:base --sql" print, which has the scripts.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/subxact.h"
#include "base/text.h"
#include "base/token.h"
#include "files/format.h"
#include "files/marker.h"
#include "files/parts.h"
#include "history/author.h"

/* What Alembic writes around the scripts of revisions. */
static const char *const bookkeeping[] = {
	"BEGIN;", "COMMIT;", "INSERT INTO alembic_version ", "UPDATE alembic_version ", "DELETE FROM alembic_version ",
	"DROP TABLE alembic_version;"
};

static bool
takes(const char *name)
{
	const char *suffix = strrchr(name, '.');

	return suffix != NULL && (strcmp(suffix, ".sql") == 0 || strcmp(suffix, ".txt") == 0);
}

static bool
is_history(const MigFile *file)
{
	return strcmp(strrchr(file->name, '.'), ".txt") == 0;
}

/* "a, b" or "<base>" as names, each of which must be able to be one. */
static List *
read_names(const MigFile *file, int line, char *text, MigProblems *problems)
{
	List	   *names = NIL;
	List	   *sound = NIL;
	ListCell   *lc;

	if (!mig_files_split(text, &names))
		mig_files_complain(problems, file->name, line, "\"%s\" is not a list of names with commas", text);
	if (list_length(names) == 1 && strcmp(linitial(names), "<base>") == 0)
		return NIL;
	foreach(lc, names)
	{
		const char *fault = mig_history_name_fault(lfirst(lc));

		if (fault != NULL)
			mig_files_complain(problems, file->name, line, "\"%s\" can't be a name: %s", (char *) lfirst(lc), fault);
		else if (!mig_text_among(sound, lfirst(lc)))
			sound = lappend(sound, lfirst(lc));
	}
	return sound;
}

/* Takes the last "(...)" off the end of text and returns what is in it, or NULL. */
static char *
take_brackets(char *text)
{
	int			length = strlen(text);
	char	   *open = strrchr(text, '(');
	char	   *inside;

	if (length == 0 || text[length - 1] != ')' || open == NULL)
		return NULL;
	inside = open + 1;
	text[length - 1] = '\0';
	*open = '\0';
	while (open > text && open[-1] == ' ')
		*--open = '\0';
	return inside;
}

/* What Alembic puts in brackets that is no label. */
static bool
is_indicator(const char *text)
{
	static const char *const words[] = {"head", "effective head", "current", "branchpoint", "mergepoint"};

	for (int i = 0; i < lengthof(words); i++)
		if (strcmp(text, words[i]) == 0)
			return true;
	return false;
}

/* Where the message begins: the first comma that no brackets are around. */
static char *
find_message(char *text)
{
	int			depth = 0;

	for (; *text != '\0'; text++)
	{
		depth += (*text == '(') - (*text == ')');
		if (*text == ',' && depth == 0)
			return text;
	}
	return NULL;
}

/* "a, b (dependency) -> c (label) (head), message" */
static MigIncoming *
read_line(const MigFile *file, const MigLine *line, MigProblems *problems)
{
	char	   *left = mig_files_trimmed(line->text, line->text + line->length);
	char	   *arrow = strstr(left, " -> ");
	char	   *right = arrow ? arrow + strlen(" -> ") : NULL;
	char	   *message = right ? find_message(right) : NULL;
	List	   *labels = NIL;
	char	   *brackets;
	MigIncoming *one;

	if (message == NULL)
	{
		mig_files_complain(problems, file->name, line->number, "it is not \"parent -> revision, message\"");
		mig_files_hint(problems, "It is to be what \"alembic history\" prints, without --verbose.");
		return NULL;
	}
	*arrow = *message = '\0';
	while ((brackets = take_brackets(right)) != NULL)
		if (!is_indicator(brackets))
			labels = read_names(file, line->number, brackets, problems);
	one = mig_files_new(file, right, mig_files_trimmed(message + 1, strchr(message + 1, '\0')), problems);
	one->follows = false;
	one->at.file = file->name;
	one->at.id = one->at.parents = one->at.dependencies = one->at.labels = line->number;
	one->stored.info.branch_label = labels;
	brackets = take_brackets(left);
	one->stored.info.depends_on = brackets ? read_names(file, line->number, brackets, problems) : NIL;
	one->stored.info.down_revision = read_names(file, line->number, left, problems);
	return one;
}

/* Newest first in the file. */
static List *
read_history(List *incoming, const MigFile *file, MigProblems *problems)
{
	MigLines	lines = {file->text, 0};
	MigLine		line;

	while (mig_files_next_line(&lines, &line))
	{
		MigIncoming *one = mig_files_is_blank(&line) ? NULL : read_line(file, &line, problems);

		if (one != NULL)
			incoming = lcons(one, incoming);
	}
	return incoming;
}

/*
 * Alembic prints a label at all revisions of its branch, oldest last; it is
 * that of the oldest, from which the others have it.
 */
static void
keep_first_labels(List *incoming)
{
	List	   *seen = NIL;
	ListCell   *li;
	ListCell   *lc;

	foreach(li, incoming)
	{
		MigRevisionInfo *info = &((MigIncoming *) lfirst(li))->stored.info;
		List	   *first = NIL;

		foreach(lc, info->branch_label)
			if (!mig_text_among(seen, lfirst(lc)))
				first = lappend(first, lfirst(lc));
		info->branch_label = first;
		seen = list_concat(seen, first);
	}
}

/*
 * "-- Running upgrade a -> b", "-- Running downgrade b -> a": the revision that
 * runs, or NULL.
 */
static char *
read_heading(const MigLine *line, bool *upgrade)
{
	const char *start = mig_files_after(line, "-- Running upgrade ");
	char	   *text;
	char	   *arrow;

	*upgrade = start != NULL;
	if (start == NULL)
		start = mig_files_after(line, "-- Running downgrade ");
	if (start == NULL)
		return NULL;
	text = mig_files_trimmed(start, line->text + line->length);
	if (!*upgrade)
		return pnstrdup(text, strcspn(text, " "));
	arrow = strstr(text, "-> ");
	return arrow ? arrow + strlen("-> ") : NULL;
}

static bool
is_bookkeeping(const MigLine *line)
{
	for (int i = 0; i < lengthof(bookkeeping); i++)
		if (mig_files_after(line, bookkeeping[i]) != NULL)
			return true;
	return false;
}

typedef struct Scan
{
	const char *text;
	MigTokens  *tokens;
} Scan;

static void
scan(void *arg)
{
	Scan	   *script = arg;

	script->tokens = mig_token_cut(script->text);
}

/* Is the line within a text between quotes, as the body of a procedure? */
static bool
is_quoted(const MigTokens *tokens, int offset)
{
	int			next = mig_token_at(tokens, offset);

	return next > 0 && tokens->tokens[next - 1].end > offset;
}

/* The script without the lines that Alembic writes around it; what does not scan has them all taken. */
static char *
without_bookkeeping(const char *text)
{
	Scan		script = {text, NULL};
	ErrorData  *error = mig_subxact_try(scan, &script, false);
	MigLines	lines = {text, 0};
	MigLine		line;
	StringInfoData out;

	initStringInfo(&out);
	while (mig_files_next_line(&lines, &line))
		if (!is_bookkeeping(&line) || (error == NULL && is_quoted(script.tokens, line.text - text)))
			appendStringInfo(&out, "%.*s\n", line.length, line.text);
	while (out.len > 0 && strchr(" \n", out.data[out.len - 1]) != NULL)
		out.data[--out.len] = '\0';
	return out.data + strspn(out.data, "\n");
}

/* The script that begins at lines->at, up to the next heading. */
static char *
read_script(MigLines *lines)
{
	StringInfoData out;
	MigLine		line;
	bool		upgrade;

	initStringInfo(&out);
	for (;;)
	{
		MigLines	here = *lines;

		if (!mig_files_next_line(lines, &line))
			break;
		if (read_heading(&line, &upgrade) != NULL)
		{
			*lines = here;
			break;
		}
		appendStringInfo(&out, "%.*s\n", line.length, line.text);
	}
	return without_bookkeeping(out.data);
}

static void
read_scripts(List *incoming, const MigFile *file, MigProblems *problems)
{
	MigLines	lines = {file->text, 0};
	MigLine		line;
	bool		any = false;

	while (mig_files_next_line(&lines, &line))
	{
		bool		upgrade;
		char	   *id = read_heading(&line, &upgrade);
		MigIncoming *one = id ? mig_files_find(incoming, id) : NULL;

		if (id == NULL)
			continue;
		any = true;
		if (one == NULL)
			mig_files_complain_history(problems, file->name, line.number, "revision \"%s\" is not in the history", id);
		else
			mig_files_set_script(one, file, upgrade, read_script(&lines), line.number + 1, problems);
	}
	if (!any)
		mig_files_complain(problems, file->name, 0, "there is no line \"-- Running upgrade\" or \"-- Running downgrade\"");
}

static List *
read_files(List *files, MigProblems *problems)
{
	List	   *incoming = NIL;
	ListCell   *lc;

	foreach(lc, files)
		if (is_history(lfirst(lc)))
			incoming = read_history(incoming, lfirst(lc), problems);
	keep_first_labels(incoming);
	foreach(lc, files)
		if (!is_history(lfirst(lc)))
			read_scripts(incoming, lfirst(lc), problems);
	foreach(lc, incoming)
	{
		const MigIncoming *one = lfirst(lc);

		if (one->stored.upgrade == NULL)
		{
			mig_files_complain(problems, one->file, one->at.id, "no file has \"-- Running upgrade ... -> %s\"", one->key);
			mig_files_hint(problems, "alembic upgrade heads --sql > upgrade.sql writes them all.");
		}
	}
	return incoming;
}

const MigFormat mig_format_alembic = {
	.name = "alembic",
	.takes = takes,
	.read = read_files,
	.table = "alembic_version",
	.marks = "SELECT version_num, false, false FROM %s",
	.implies = true,
};
