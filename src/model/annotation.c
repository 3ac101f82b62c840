/*
 * annotation.c
 *	  Renames that the text of the model tells of.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "parser/scansup.h"
#include "utils/builtins.h"

#include "base/text.h"
#include "model/annotation.h"
#include "model/parts.h"

#define ANNOTATION "migrate:renamed-from"

/* Words between CREATE and the name of what is created. */
static const char *const before_name[] = {
	"aggregate", "collation", "concurrently", "constraint", "create", "domain", "exists", "foreign",
	"function", "global", "if", "index", "local", "materialized", "not", "or", "policy", "procedure",
	"recursive", "replace", "rule", "sequence", "statistics", "table", "temp", "temporary", "trigger",
	"type", "unique", "unlogged", "view",
};

/* The place after white space and comments. */
static const char *
skip_blank(const char *p)
{
	for (;;)
	{
		p += strspn(p, " \t\r\n");
		if (strncmp(p, "--", 2) != 0)
			return p;
		p += strcspn(p, "\n");
	}
}

/*
 * Reads a name, which may be qualified; returns the place after it, or NULL
 * when there is none.
 */
static const char *
read_name(const char *p, char **name)
{
	const char *start = p;

	while (*p == '"' || *p == '.' || *p == '_' || *p == '$' || IS_HIGHBIT_SET(*p) || isalnum((unsigned char) *p))
	{
		const char *quote = *p == '"' ? strchr(p + 1, '"') : p;

		if (quote == NULL)
			return NULL;
		p = quote + 1;
	}
	*name = memchr(start, '"', p - start) != NULL ? pnstrdup(start, p - start)
		: downcase_truncate_identifier(start, p - start, false);
	return p > start ? p : NULL;
}

static bool
comes_before_name(const char *word)
{
	for (int i = 0; i < lengthof(before_name); i++)
		if (strcmp(word, before_name[i]) == 0)
			return true;
	return false;
}

/* The value of an enum at p, as the name that it has in a rename. */
static char *
read_value(const char *p)
{
	StringInfoData value;

	initStringInfo(&value);
	for (p++; *p != '\0' && (*p != '\'' || p[1] == '\''); p++)
	{
		appendStringInfoChar(&value, *p);
		p += *p == '\'';
	}
	return pstrdup(quote_identifier(value.data));
}

/*
 * The name of what is defined at p; NULL when nothing is.  inside: it is part of
 * something else: a column, a constraint, or a value.
 */
static char *
defined_name(const char *p, bool *inside)
{
	char	   *word = NULL;
	bool		first = true;
	bool		created = false;

	*inside = true;
	if (*(p = skip_blank(p)) == '\'')
		return read_value(p);
	while ((p = read_name(skip_blank(p), &word)) != NULL)
	{
		if (first)
		{
			*inside = strcmp(word, "create") != 0;
			created = !*inside || strcmp(word, "constraint") == 0;
		}
		if (!created || !comes_before_name(word))
			return first && strcmp(word, "alter") == 0 ? NULL : word;
		first = false;
	}
	return NULL;
}

/* Does the comment start its line? */
static bool
starts_line(const char *text, const char *annotation)
{
	const char *p = annotation;

	while (p > text && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	if (p - text < 2 || p[-1] != '-' || p[-2] != '-')
		return false;
	for (p -= 2; p > text && (p[-1] == ' ' || p[-1] == '\t'); p--)
		;
	return p == text || p[-1] == '\n';
}

static char *
read_annotation(const MigPart *part, const char *p)
{
	const char *end = p + strcspn(p, "\r\n");
	char	   *old = mig_text_trim(pnstrdup(p, end - p));
	bool		inside = false;
	char	   *name = defined_name(end, &inside);

	if (old[0] == '\0' || name == NULL || (inside && strchr(old, '.') == NULL))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid annotation \"-- %s %s\" in model part \"%s\"", ANNOTATION, old, part->name),
				 errdetail("It gives the former name of what is defined right below it: a column, a constraint or a value, with the name of what it is part of, or what a CREATE makes."),
				 errhint("Write it above the definition, as in \"-- %s users.name\".", ANNOTATION)));
	return psprintf("%s=%s", old, name);
}

List *
mig_annotation_renames(void)
{
	List	   *renames = NIL;
	ListCell   *cell;

	foreach(cell, mig_parts_read())
	{
		const MigPart *part = lfirst(cell);
		const char *p = part->ddl;

		while ((p = strstr(p, ANNOTATION)) != NULL)
		{
			bool		ours = starts_line(part->ddl, p);

			p += strlen(ANNOTATION);
			if (ours)
				renames = lappend(renames, read_annotation(part, p));
		}
	}
	return renames;
}
