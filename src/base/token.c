/*
 * token.c
 *	  The tokens of a statement, by the server's own scanner.
 */
#include "postgres.h"

#include "common/keywords.h"
#include "parser/scanner.h"

#include "base/token.h"

static void
add(MigTokens *tokens, int *space, MigToken token)
{
	if (tokens->n == *space)
	{
		*space *= 2;
		tokens->tokens = repalloc(tokens->tokens, *space * sizeof(MigToken));
	}
	tokens->tokens[tokens->n++] = token;
}

MigTokens *
mig_token_cut(const char *text)
{
	MigTokens  *tokens = palloc(sizeof(MigTokens));
	int			space = 32;
	int			depth = 0;
	core_yy_extra_type extra;
	core_yyscan_t scanner = scanner_init(text, &extra, &ScanKeywords, ScanKeywordTokens);
	core_YYSTYPE value;
	YYLTYPE		start;

	tokens->text = text;
	tokens->n = 0;
	tokens->tokens = palloc(space * sizeof(MigToken));
	while (core_yylex(&value, &start, scanner) != 0)
	{
		/* The scanner has put the end of a string after the token, for now. */
		int			end = start + strlen(extra.scanbuf + start);

		if (text[start] == ')' || text[start] == ']')
			depth--;
		add(tokens, &space, (MigToken) {start, end, depth});
		if (text[start] == '(' || text[start] == '[')
			depth++;
	}
	scanner_finish(scanner);
	return tokens;
}

bool
mig_token_is(const MigTokens *tokens, int at, const char *word)
{
	const MigToken *token;

	if (at < 0 || at >= tokens->n)
		return false;
	token = &tokens->tokens[at];
	return token->end - token->start == strlen(word) &&
		pg_strncasecmp(tokens->text + token->start, word, strlen(word)) == 0;
}

int
mig_token_find(const MigTokens *tokens, int at, int stop, const char *word, int depth)
{
	for (; at < stop; at++)
		if (tokens->tokens[at].depth == depth && mig_token_is(tokens, at, word))
			return at;
	return -1;
}

int
mig_token_at(const MigTokens *tokens, int offset)
{
	int			at = 0;

	while (at < tokens->n && tokens->tokens[at].start < offset)
		at++;
	return at;
}

char *
mig_token_text(const MigTokens *tokens, int first, int stop)
{
	int			start;

	if (first >= stop)
		return pstrdup("");
	start = tokens->tokens[first].start;
	return pnstrdup(tokens->text + start, tokens->tokens[stop - 1].end - start);
}

char *
mig_token_insert(const MigTokens *tokens, int after, const char *more)
{
	int			end = tokens->tokens[after].end;

	return psprintf("%.*s %s%s", end, tokens->text, more, tokens->text + end);
}
