/*
 * ignore.c
 *	  Comments that tell to ignore a rule.
 */
#include "postgres.h"

#include "parser/scansup.h"

#include "lint/ignore.h"
#include "lint/words.h"

#define DIRECTIVE "migrate:lint-ignore"

/* The statement that a comment at an offset of the script is about. */
static int
statement_at(const MigCut *cut, int offset)
{
	int			i = 0;

	while (i < cut->nstmts - 1 && cut->stmts[i + 1].lead <= offset)
		i++;
	/* Before its first token, and still in the line in which the one before ends? */
	if (i > 0 && offset < cut->stmts[i].offset &&
		memchr(cut->sql + cut->stmts[i].lead, '\n', offset - cut->stmts[i].lead) == NULL)
		i--;
	return i;
}

/* Cuts the first word off. */
static char *
next_word(char **rest)
{
	char	   *word = *rest;
	char	   *end;

	while (scanner_isspace(*word))
		word++;
	for (end = word; *end != '\0' && !scanner_isspace(*end);)
		end++;
	*rest = *end == '\0' ? end : end + 1;
	*end = '\0';
	return word;
}

static char *
trimmed(char *text)
{
	int			length;

	while (scanner_isspace(*text))
		text++;
	length = strlen(text);
	while (length > 0 && scanner_isspace(text[length - 1]))
		length--;
	text[length] = '\0';
	return text;
}

static List *
add_note(List *notes, const MigCut *cut, int offset, int end)
{
	char	   *rest = pnstrdup(cut->sql + offset, end - offset);
	MigNote    *note;

	if (strncmp(trimmed(rest), DIRECTIVE, strlen(DIRECTIVE)) != 0)
		return notes;
	rest = trimmed(rest) + strlen(DIRECTIVE);
	note = palloc(sizeof(MigNote));
	note->statement = statement_at(cut, offset);
	note->rule = next_word(&rest);
	note->reason = trimmed(rest);
	return lappend(notes, note);
}

/* The comments in a part of the script in which there is nothing else but white space. */
static List *
notes_between(List *notes, const MigCut *cut, int from, int to)
{
	const char *sql = cut->sql;

	while (from < to)
	{
		int			end = from + 1;

		if (sql[from] == '-' && sql[from + 1] == '-')
		{
			while (end < to && sql[end] != '\n' && sql[end] != '\r')
				end++;
			notes = add_note(notes, cut, from + 2, end);
		}
		else if (sql[from] == '/' && sql[from + 1] == '*')
		{
			while (end < to && !(sql[end] == '*' && sql[end + 1] == '/'))
				end++;
			notes = add_note(notes, cut, from + 2, end);
		}
		from = end;
	}
	return notes;
}

List *
mig_ignore_find(const MigCut *cut)
{
	List	   *notes = NIL;
	MigWords   *words;
	int			from = 0;

	if (cut->nstmts == 0 || strstr(cut->sql, DIRECTIVE) == NULL)
		return NIL;
	words = mig_words_scan(cut->sql);
	for (int i = 0; i < words->n; i++)
	{
		notes = notes_between(notes, cut, from, words->words[i].start);
		from = words->words[i].end;
	}
	return notes_between(notes, cut, from, strlen(cut->sql));
}

bool
mig_ignore_covers(const List *notes, int statement, const MigRule *rule)
{
	ListCell   *lc;

	foreach(lc, notes)
	{
		const MigNote *note = lfirst(lc);

		if (note->statement == statement && strcmp(note->rule, rule->name) == 0)
			return true;
	}
	return false;
}
