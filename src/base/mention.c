/*
 * mention.c
 *	  The words of a statement that may be names of something.
 */
#include "postgres.h"

#include "parser/scansup.h"

#include "base/mention.h"
#include "base/token.h"

typedef struct Mention
{
	const MigTokens *tokens;
	int			flags;
	void		(*use) (const char *word, void *arg);
	void	   *arg;
} Mention;

static bool
starts_word(char c)
{
	return isalpha((unsigned char) c) || c == '_' || IS_HIGHBIT_SET(c);
}

static bool
continues_word(char c)
{
	return starts_word(c) || isdigit((unsigned char) c) || c == '$';
}

/* The name between two quotes. */
static char *
unquoted(const char *start, const char *end)
{
	char	   *name = palloc(end - start + 1);
	char	   *to = name;

	for (const char *from = start; from < end; from++)
	{
		*to++ = *from;
		if (*from == '"')
			from++;
	}
	*to = '\0';
	truncate_identifier(name, to - name, false);
	return name;
}

/* Every word of a literal, as it stands there and as the server would fold it. */
static void
use_words(const Mention *mention, const char *start, const char *end)
{
	while (start < end)
	{
		const char *stop = start;

		if (*start == '"' && memchr(start + 1, '"', end - start - 1) != NULL)
		{
			stop = memchr(start + 1, '"', end - start - 1);
			mention->use(unquoted(start + 1, stop), mention->arg);
			start++;
			continue;
		}
		while (stop < end && continues_word(*stop))
			stop++;
		if (starts_word(*start))
			mention->use(downcase_truncate_identifier(start, stop - start, false), mention->arg);
		start = Max(stop, start + 1);
	}
}

/* Past the name that REFERENCES at this place is followed by. */
static int
skip_reference(const MigTokens *tokens, int at)
{
	at += 2;
	while (mig_token_is(tokens, at, "."))
		at += 2;
	return at;
}

static void
use_token(const Mention *mention, const MigToken *token)
{
	const char *start = mention->tokens->text + token->start;
	const char *end = mention->tokens->text + token->end;

	if (end[-1] == '\'' || *start == '$')
	{
		if (mention->flags & MIG_MENTION_STRINGS)
			use_words(mention, start, end);
	}
	else if (*start == '"')
		mention->use(unquoted(start + 1, end - 1), mention->arg);
	else if (starts_word(*start))
		mention->use(downcase_truncate_identifier(start, end - start, false), mention->arg);
}

bool
mig_mention_each(const char *text, int flags, void (*use) (const char *word, void *arg), void *arg)
{
	MigTokens  *tokens = mig_token_cut(text);
	Mention		mention = {tokens, flags, use, arg};

	for (int at = 0; at < tokens->n;)
	{
		const MigToken *token = &tokens->tokens[at];

		if (token->end - token->start > 2 && pg_strncasecmp(text + token->start, "U&\"", 3) == 0)
			return false;
		if (!(flags & MIG_MENTION_REFERENCES) && mig_token_is(tokens, at, "references"))
			at = skip_reference(tokens, at);
		else
		{
			use_token(&mention, token);
			at++;
		}
	}
	return true;
}
