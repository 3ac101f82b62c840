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

bool
mig_text_equal(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
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

/* Where the last name of an identity starts. */
static const char *
last_name(const char *identity)
{
	const char *last = identity;

	for (const char *p = identity; *p != '\0';)
	{
		if (*p == '"')
			p = skip_quoted(p);
		else if (*p++ == '.')
			last = p;
	}
	return last;
}

char *
mig_text_last_name(const char *identity)
{
	const char *p = last_name(identity);
	StringInfoData name;

	if (*p != '"')
		return pstrdup(p);

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
	return psprintf("%.*s%s", (int) (last_name(identity) - identity), identity, quote_identifier(name));
}

/*
 * The end of one array element that starts at p: the ',' or ']' after it.
 * NULL where the text ends first.
 */
static const char *
element_end(const char *p)
{
	int			depth = 0;

	while (*p != '\0')
	{
		if (*p == '\'' || *p == '"')
		{
			p = skip_quoted(p);
			continue;
		}
		if (depth == 0 && (*p == ',' || *p == ']'))
			return p;
		if (*p == '(' || *p == '[')
			depth++;
		else if (*p == ')' || *p == ']')
			depth--;
		p++;
	}
	return NULL;
}

#define UNSTABLE_START	"(ARRAY["
#define UNSTABLE_END	"])::text[]"

/*
 * Rewrites one "(ARRAY[a, b])::text[]" at p as "ARRAY[(a)::text, (b)::text]".
 * Returns the place after it, or NULL when it is something else.
 */
static const char *
rewrite_array(StringInfo out, const char *p)
{
	int			start = out->len;

	p += strlen(UNSTABLE_START);
	appendStringInfoString(out, "ARRAY[");
	for (;;)
	{
		const char *end = element_end(p);

		if (end == NULL)
			break;
		appendStringInfo(out, "(%.*s)::text", (int) (end - p), p);
		if (*end == ']')
		{
			if (strncmp(end, UNSTABLE_END, strlen(UNSTABLE_END)) != 0)
				break;
			appendStringInfoChar(out, ']');
			return end + strlen(UNSTABLE_END);
		}
		appendStringInfoString(out, ", ");
		p = end + 2;			/* the deparser writes ", " */
	}

	out->len = start;
	out->data[start] = '\0';
	return NULL;
}

char *
mig_text_canonical(char *text)
{
	StringInfoData out;
	const char *p = text;

	if (text == NULL || strstr(text, UNSTABLE_START) == NULL ||
		strstr(text, UNSTABLE_END) == NULL)
		return text;

	initStringInfo(&out);
	while (*p != '\0')
	{
		const char *next = NULL;

		if (*p == '\'' || *p == '"')
		{
			next = skip_quoted(p);
			appendBinaryStringInfo(&out, p, next - p);
			p = next;
			continue;
		}
		if (strncmp(p, UNSTABLE_START, strlen(UNSTABLE_START)) == 0)
			next = rewrite_array(&out, p);
		if (next != NULL)
			p = next;
		else
			appendStringInfoChar(&out, *p++);
	}
	return out.data;
}
