/*
 * parts.c
 *	  Files of other tools that hold both directions.
 */
#include "postgres.h"

#include "port.h"

#include "files/marker.h"
#include "files/parts.h"

const char *
mig_files_after(const MigLine *line, const char *words)
{
	const char *p = line->text;
	const char *end = line->text + line->length;

	for (; *words != '\0'; words++)
	{
		if (*words != ' ')
		{
			if (p == end || pg_tolower((unsigned char) *p) != pg_tolower((unsigned char) *words))
				return NULL;
			p++;
			continue;
		}
		while (p < end && strchr(MIG_BLANKS, *p) != NULL)
			p++;
	}
	return p;
}

/* A copy of what is from start to end, without empty lines around it. */
static char *
section(const char *start, const char *end)
{
	while (end > start && strchr(MIG_BLANKS "\n", end[-1]) != NULL)
		end--;
	return pnstrdup(start, end - start);
}

bool
mig_files_cut(MigIncoming *one, const MigFile *file, MigCutMark (*mark) (const MigLine *line),
			  MigProblems *problems)
{
	MigLines	lines = {file->text, 0};
	MigCutMark	now = MIG_CUT_NOTHING;
	const char *start = file->text;
	int			number = 1;
	bool		any = false;
	bool		stray = false;
	MigLine		line = {NULL, 0, 0};

	for (bool more = true; more;)
	{
		MigCutMark	next;

		more = mig_files_next_line(&lines, &line);
		next = more ? mark(&line) : MIG_CUT_NOTHING;
		if (more && next == MIG_CUT_NOTHING)
		{
			if (now == MIG_CUT_NOTHING && !stray && !mig_files_is_blank(&line) && mig_files_comment(&line) == NULL)
				number = (stray = true, line.number);
			continue;
		}
		if (now != MIG_CUT_NOTHING)
			mig_files_set_script(one, file, now == MIG_CUT_UP, section(start, more ? line.text : lines.at),
								 number, problems);
		else if (stray && more)
			mig_files_complain(problems, file->name, number, "text before the first section");
		start = lines.at;
		number = line.number + 1;
		now = next;
		any |= more;
	}
	return any;
}

static bool
is_word(const MigLine *line, const char *word)
{
	char	   *text = mig_files_trimmed(line->text, line->text + line->length);
	int			length = strlen(word);

	return pg_strncasecmp(text, word, length) == 0 && text[length + strspn(text + length, "; \t")] == '\0';
}

static void
clear(char *copy, const char *text, const MigLine *line)
{
	memset(copy + (line->text - text), ' ', line->length);
}

char *
mig_files_unwrapped(const char *script)
{
	char	   *copy = pstrdup(script);
	MigLines	lines = {script, 0};
	MigLine		line;
	MigLine		first = {NULL, 0, 0};
	MigLine		last = {NULL, 0, 0};

	while (mig_files_next_line(&lines, &line))
	{
		if (mig_files_is_blank(&line) || mig_files_comment(&line) != NULL)
			continue;
		if (first.text == NULL)
			first = line;
		last = line;
	}
	if (first.text == NULL || !is_word(&first, "BEGIN") ||
		!(is_word(&last, "COMMIT") || is_word(&last, "ROLLBACK")))
		return copy;
	clear(copy, script, &first);
	clear(copy, script, &last);
	return copy;
}
