/*
 * token.h
 *	  The tokens of a statement, by the server's own scanner: for who cuts
 *	  pieces out of a text.
 */
#ifndef MIG_TOKEN_H
#define MIG_TOKEN_H

/* A token.  Offsets are in bytes. */
typedef struct MigToken
{
	int			start;
	int			end;			/* just after it, before blanks and comments */
	int			depth;			/* of parentheses and brackets around it */
} MigToken;

typedef struct MigTokens
{
	const char *text;
	int			n;
	MigToken   *tokens;
} MigTokens;

/* The tokens of a text that the parser accepts, in the current memory context. */
extern MigTokens *mig_token_cut(const char *text);

/* Is the token at this place that keyword, unquoted, or that character? */
extern bool mig_token_is(const MigTokens *tokens, int at, const char *word);

/*
 * The first token from the place at on, up to and without stop, that is this
 * word and stands at this depth; or -1.
 */
extern int	mig_token_find(const MigTokens *tokens, int at, int stop, const char *word, int depth);

/* The first token that begins at offset or after it; the number of tokens if none does. */
extern int	mig_token_at(const MigTokens *tokens, int offset);

/* The text from one token up to and without another, a copy; "" for none. */
extern char *mig_token_text(const MigTokens *tokens, int first, int stop);

/* The text with more put after a token, with a blank before. */
extern char *mig_token_insert(const MigTokens *tokens, int after, const char *more);

#endif							/* MIG_TOKEN_H */
