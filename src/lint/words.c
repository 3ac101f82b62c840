/*
 * words.c
 *	  A statement's text as the server's scanner reads it.
 *
 * The server has no way back from a raw parse tree to text.  A safer statement
 * is made from pieces of the one that was written, which keeps its names, its
 * expressions and its options as they are.
 */
#include "postgres.h"

#include "common/keywords.h"
#include "parser/scanner.h"
#include "parser/scansup.h"

#include "lint/judge.h"
#include "lint/words.h"

static void
append(MigWords *words, int *space, MigWord word)
{
	if (words->n == *space)
	{
		*space *= 2;
		words->words = repalloc_huge(words->words, *space * sizeof(MigWord));
	}
	words->words[words->n++] = word;
}

MigWords *
mig_words_scan(const char *text)
{
	MigWords   *words = palloc0(sizeof(MigWords));
	int			space = 64;
	int			depth = 0;
	core_yy_extra_type extra;
	core_YYSTYPE value;
	YYLTYPE		start;
	core_yyscan_t scanner = scanner_init(text, &extra, &ScanKeywords, ScanKeywordTokens);

	/* What there is to be said about backslashes was said when it was parsed. */
	extra.escape_string_warning = false;
	words->text = text;
	words->words = palloc(space * sizeof(MigWord));
	while (core_yylex(&value, &start, scanner) != 0)
	{
		/* The scanner ends the word in its own copy of the text with a NUL. */
		MigWord		word = {start, start + strlen(extra.scanbuf + start), depth};

		if (text[start] == ')')
			word.depth = --depth;
		append(words, &space, word);
		if (text[start] == '(')
			depth++;
	}
	scanner_finish(scanner);
	return words;
}

typedef struct Scan
{
	const char *text;
	MemoryContext cxt;
	MigWords   *words;
} Scan;

static void
scan(void *arg)
{
	Scan	   *question = arg;
	MemoryContext old = MemoryContextSwitchTo(question->cxt);

	question->words = mig_words_scan(question->text);
	MemoryContextSwitchTo(old);
}

MigWords *
mig_words_try(const char *text)
{
	Scan		question = {text, CurrentMemoryContext};

	return mig_judge_ask(scan, &question) ? question.words : NULL;
}

bool
mig_words_is(const MigWords *words, int i, const char *word)
{
	int			length = strlen(word);

	return i >= 0 && i < words->n && words->words[i].end - words->words[i].start == length &&
		pg_strncasecmp(words->text + words->words[i].start, word, length) == 0;
}

int
mig_words_find(const MigWords *words, int i, const char *word)
{
	for (; i < words->n; i++)
		if (words->words[i].depth == 0 && mig_words_is(words, i, word))
			return i;
	return -1;
}

int
mig_words_at(const MigWords *words, int offset)
{
	int			i = 0;

	while (i < words->n && words->words[i].start < offset)
		i++;
	return i;
}

char *
mig_words_insert(const MigWords *words, int after, const char *more)
{
	int			place = words->words[after].end;

	return psprintf("%.*s%s%s", place, words->text, more, words->text + place);
}

/* How many words a phrase has if it is at word i, else 0. */
static int
phrase_at(const MigWords *words, int i, const char *phrase)
{
	int			n = 0;

	while (*phrase != '\0')
	{
		int			length = strcspn(phrase, " ");

		if (i + n >= words->n || words->words[i + n].depth != 0 ||
			!mig_words_is(words, i + n, pnstrdup(phrase, length)))
			return 0;
		phrase += length + (phrase[length] == ' ');
		n++;
	}
	return n;
}

const char *
mig_words_without(const MigWords *words, const char *phrase)
{
	for (int i = 1; i < words->n; i++)
	{
		int			n = phrase_at(words, i, phrase);

		if (n > 0)
			return psprintf("%.*s%s", words->words[i - 1].end, words->text,
							words->text + words->words[i + n - 1].end);
	}
	return words->text;
}

char *
mig_words_part(const MigWords *words, int start, int end)
{
	const char *text = words->text;

	while (end > start && (scanner_isspace(text[end - 1]) || text[end - 1] == ','))
		end--;
	while (start < end && scanner_isspace(text[start]))
		start++;
	return pnstrdup(text + start, end - start);
}

/* Past a name with its schema, and the star of old after it. */
static int
skip_name(const MigWords *words, int i)
{
	i++;
	while (mig_words_is(words, i, "."))
		i += 2;
	while (mig_words_is(words, i, "*") || mig_words_is(words, i, ")"))
		i++;
	return i;
}

List *
mig_words_actions(const MigWords *words, int relation)
{
	List	   *actions = NIL;
	int			first = skip_name(words, mig_words_at(words, relation));

	for (int i = first; i <= words->n; i++)
	{
		MigWord    *action;

		if (i < words->n && !(words->words[i].depth == 0 && mig_words_is(words, i, ",")))
			continue;
		if (first >= i)
			break;
		action = palloc0(sizeof(MigWord));
		action->start = words->words[first].start;
		action->end = words->words[i - 1].end;
		actions = lappend(actions, action);
		first = i + 1;
	}
	return actions;
}
