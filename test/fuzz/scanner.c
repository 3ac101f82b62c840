/*
 * scanner.c
 *	  A stand-in for the server's scanner: strings between quotes, of one kind,
 *	  and single characters.
 */
#include "postgres.h"

#include "parser/scanner.h"

/* As the server's: the text ends after the token, for now. */
static char *ended;
static char taken;

const ScanKeywordList ScanKeywords = {0};
const uint16 ScanKeywordTokens[1] = {0};

core_yyscan_t
scanner_init(const char *text, core_yy_extra_type *extra, const ScanKeywordList *keywords,
			 const uint16 *tokens)
{
	extra->scanbuf = pstrdup(text);
	extra->scanbuflen = 0;		/* where it is */
	ended = NULL;
	return (core_yyscan_t) extra;
}

int
core_yylex(core_YYSTYPE *value, YYLTYPE *start, core_yyscan_t scanner)
{
	core_yy_extra_type *extra = (core_yy_extra_type *) scanner;
	char	   *at;

	if (ended != NULL)
		*ended = taken;
	at = extra->scanbuf + extra->scanbuflen;
	at += strspn(at, " \t\r\n\f");
	if (*at == '\0')
		return 0;
	*start = at - extra->scanbuf;
	ended = *at == '\'' ? strchr(at + 1, '\'') : at;
	if (ended == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("unterminated quoted string")));
	taken = *++ended;
	*ended = '\0';
	extra->scanbuflen = ended - extra->scanbuf;
	return 1;
}

void
scanner_finish(core_yyscan_t scanner)
{
}
