/*
 * text.c
 *	  Writes SQL: statements collected one by one, and small pieces of them.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "base/text.h"

void
mig_text_statement(MigWriter *out, const char *format,...)
{
	StringInfoData buf;

	initStringInfo(&buf);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(&buf, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&buf, needed);
	}
	out->statements = lappend(out->statements, buf.data);
}

char *
mig_text_join(const List *strings, const char *separator)
{
	StringInfoData buf;
	ListCell   *cell;

	initStringInfo(&buf);
	foreach(cell, strings)
	{
		if (foreach_current_index(cell) > 0)
			appendStringInfoString(&buf, separator);
		appendStringInfoString(&buf, (const char *) lfirst(cell));
	}
	return buf.data;
}

char *
mig_text_literal(const char *value)
{
	return value ? quote_literal_cstr(value) : "NULL";
}

char *
mig_text_trim(char *text)
{
	size_t		length;

	while (isspace((unsigned char) *text))
		text++;
	length = strlen(text);
	while (length > 0 && isspace((unsigned char) text[length - 1]))
		text[--length] = '\0';
	return text;
}

char *
mig_text_one_line(const char *text)
{
	char	   *line = pstrdup(text);

	for (char *p = line; *p != '\0'; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	return line;
}

bool
mig_text_equal(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool
mig_text_among(const List *texts, const char *text)
{
	const ListCell *cell;

	foreach(cell, texts)
		if (strcmp(lfirst(cell), text) == 0)
			return true;
	return false;
}

/* Past the quoted string or identifier that starts at p. */
static const char *
skip_quoted(const char *p)
{
	char		quote = *p++;

	while (*p != '\0')
	{
		if (*p == quote && p[1] == quote)
			p += 2;
		else if (*p++ == quote)
			break;
	}
	return p;
}

/*
 * Where the last name of an identity starts, and where it ends: arguments, or
 * what the name stands ON, may follow.
 */
static const char *
last_name(const char *identity, const char **end)
{
	const char *last = identity;
	const char *p = identity;

	while (*p != '\0' && *p != '(' && *p != ' ')
	{
		if (*p == '"')
			p = skip_quoted(p);
		else if (*p++ == '.')
			last = p;
	}
	*end = p;
	return last;
}
char *
mig_text_qualifier(const char *identity)
{
	const char *end;

	return pnstrdup(identity, last_name(identity, &end) - identity);
}

char *
mig_text_last_name(const char *identity)
{
	const char *end;
	const char *p = last_name(identity, &end);
	StringInfoData name;

	if (*p != '"')
		return pnstrdup(p, end - p);

	initStringInfo(&name);
	for (p++; *p != '\0' && !(*p == '"' && p[1] != '"'); p++)
	{
		appendStringInfoChar(&name, *p);
		if (*p == '"')
			p++;
	}
	return name.data;
}

char *
mig_text_replace_last_name(const char *identity, const char *name)
{
	const char *end;
	const char *last = last_name(identity, &end);

	return psprintf("%.*s%s%s", (int) (last - identity), identity, quote_identifier(name), end);
}

const char *
mig_text_body(const char *definition)
{
	const char *clause = strstr(definition, "\nAS $");

	return clause ? clause + strlen("\nAS ") : NULL;
}

/* Past the dollar-quoted string that starts at p; p + 1 when none does. */
static const char *
skip_dollar_quoted(const char *p)
{
	const char *tag = p + 1 + strspn(p + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
	char	   *quote;
	const char *end;

	if (*tag != '$')
		return p + 1;
	quote = pnstrdup(p, tag + 1 - p);
	end = strstr(tag + 1, quote);
	return end ? end + strlen(quote) : p + strlen(p);
}

/* Past one literal of an IN list over varchar, as either form prints it. */
static const char *
skip_element(const char *p, const char **literal, int *length)
{
	static const char varchar_cast[] = "::character varying";
	bool		wrapped = *p == '(';

	p += wrapped;
	if (*p != '\'')
		return NULL;
	*literal = p;
	p = skip_quoted(p);
	*length = p - *literal;
	if (strncmp(p, varchar_cast, strlen(varchar_cast)) != 0)
		return NULL;
	p += strlen(varchar_cast);
	if (!wrapped)
		return p;
	return strncmp(p, ")::text", 7) == 0 ? p + 7 : NULL;
}

/* The array of an IN list that starts at p: its literals, and the place after. */
static const char *
read_list(const char *p, List **literals)
{
	bool		outer = strncmp(p, "(ARRAY[", 7) == 0;

	if (!outer && strncmp(p, "ARRAY[", 6) != 0)
		return NULL;
	p += outer ? 7 : 6;
	for (;;)
	{
		const char *literal;
		int			length;

		p = skip_element(p, &literal, &length);
		if (p == NULL)
			return NULL;
		*literals = lappend(*literals, pnstrdup(literal, length));
		if (strncmp(p, ", ", 2) != 0)
			break;
		p += 2;
	}
	if (outer)
		return strncmp(p, "])::text[])", 11) == 0 ? p + 11 : NULL;
	return strncmp(p, "])", 2) == 0 ? p + 2 : NULL;
}

/* Takes the "(x)::text" that ends in out off it; NULL when it ends otherwise. */
static char *
take_operand(StringInfo out)
{
	int			depth = 0;
	int			close = out->len - 7;
	char	   *operand;

	if (close < 0 || strcmp(out->data + close, ")::text") != 0)
		return NULL;
	for (int i = close; i >= 0; i--)
	{
		depth += (out->data[i] == ')') - (out->data[i] == '(');
		if (depth > 0)
			continue;
		operand = pnstrdup(out->data + i + 1, close - i - 1);
		out->len = i;
		out->data[i] = '\0';
		return operand;
	}
	return NULL;
}

/*
 * Writes the comparison at p as IN or NOT IN when it is one over varchar, and
 * returns the place after it; NULL when it is something else.
 */
static const char *
rewrite_in(StringInfo out, const char *p)
{
	bool		any = strncmp(p, " = ANY (", 8) == 0;
	List	   *literals = NIL;
	const char *end;
	char	   *operand;

	if (!any && strncmp(p, " <> ALL (", 9) != 0)
		return NULL;
	end = read_list(p + (any ? 8 : 9), &literals);
	if (end == NULL || (operand = take_operand(out)) == NULL)
		return NULL;
	appendStringInfo(out, "%s %sIN (%s)", operand, any ? "" : "NOT ", mig_text_join(literals, ", "));
	return end;
}

static const char *
skip_token(const char *p)
{
	return *p == '\'' || *p == '"' ? skip_quoted(p) : *p == '$' ? skip_dollar_quoted(p) : p + 1;
}

static char *
rewrite_lists(const char *text)
{
	StringInfoData out;
	const char *p = text;

	initStringInfo(&out);
	while (*p != '\0')
	{
		const char *next = *p == ' ' ? rewrite_in(&out, p) : NULL;

		if (next == NULL)
		{
			next = skip_token(p);
			appendBinaryStringInfo(&out, p, next - p);
		}
		p = next;
	}
	return out.data;
}

/*
 * The parenthesis that closes the one at p, or NULL; *joined is set when what
 * stands between is joined by word.
 */
static const char *
closing(const char *p, const char *word, bool *joined)
{
	int			depth = 0;

	*joined = false;
	for (; *p != '\0'; p = skip_token(p))
	{
		depth += (*p == '(') - (*p == ')');
		if (depth == 0)
			return p;
		*joined |= depth == 1 && strncmp(p, word, strlen(word)) == 0;
	}
	return NULL;
}

/* Takes the inner parentheses off every "((a AND b) AND c", where word is " AND ". */
static void
flatten(char *text, const char *word)
{
	char	   *p = text;

	while (*p != '\0')
	{
		bool		joined;
		const char *end = p[0] == '(' && p[1] == '(' ? closing(p + 1, word, &joined) : NULL;

		if (end != NULL && joined && strncmp(end + 1, word, strlen(word)) == 0)
		{
			/* What begins here may be of that kind again. */
			memmove(text + (end - text), end + 1, strlen(end + 1) + 1);
			memmove(p, p + 1, strlen(p + 1) + 1);
		}
		else
			p = text + (skip_token(p) - text);
	}
}

char *
mig_text_canonical(char *text)
{
	if (text == NULL)
		return NULL;
	if (strstr(text, "::character varying") != NULL && strstr(text, "ARRAY[") != NULL)
		text = rewrite_lists(text);
	if (strstr(text, ") AND ") != NULL)
		flatten(text, " AND ");
	if (strstr(text, ") OR ") != NULL)
		flatten(text, " OR ");
	return text;
}
