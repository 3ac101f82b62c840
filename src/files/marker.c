/*
 * marker.c
 *	  The lines of a revision file, and those that begin and end its sections.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "port.h"

#include "files/marker.h"

const char *const mig_section_names[MIG_SECTIONS] = {"up", "down", "verify"};

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && strchr(MIG_BLANKS, *p) != NULL)
		p++;
	return p;
}

bool
mig_files_next_line(MigLines *lines, MigLine *line)
{
	size_t		length;

	if (*lines->at == '\0')
		return false;
	length = strcspn(lines->at, "\n");
	*line = (MigLine) {lines->at, length, ++lines->number};
	lines->at += length + (lines->at[length] == '\n');
	return true;
}

bool
mig_files_is_blank(const MigLine *line)
{
	const char *end = line->text + line->length;

	return skip_blanks(line->text, end) == end;
}

char *
mig_files_trimmed(const char *p, const char *end)
{
	p = skip_blanks(p, end);
	while (end > p && strchr(MIG_BLANKS, end[-1]) != NULL)
		end--;
	return pnstrdup(p, end - p);
}

const char *
mig_files_comment(const MigLine *line)
{
	if (line->length < 2 || strncmp(line->text, "--", 2) != 0)
		return NULL;
	return skip_blanks(line->text + 2, line->text + line->length);
}

static int
find_word(const char *name)
{
	for (int i = 0; i < MIG_SECTIONS; i++)
		if (pg_strcasecmp(name, mig_section_names[i]) == 0)
			return i;
	return pg_strcasecmp(name, "end") == 0 ? MIG_WORD_END : MIG_WORD_UNKNOWN;
}

bool
mig_files_read_marker(const MigLine *line, MigMarker *marker)
{
	static const char prefix[] = "migrate:";
	const char *end = line->text + line->length;
	const char *p = mig_files_comment(line);
	const char *word;
	bool		apart;

	if (p == NULL || end - p < (int) strlen(prefix) || pg_strncasecmp(p, prefix, strlen(prefix)) != 0)
		return false;
	p += strlen(prefix);
	word = skip_blanks(p, end);
	apart = word > p;
	for (p = word; p < end && strchr(MIG_BLANKS, *p) == NULL;)
		p++;
	marker->name = pnstrdup(word, p - word);
	marker->word = find_word(marker->name);
	marker->options = mig_files_trimmed(p, end);
	if (apart)
		return marker->word != MIG_WORD_UNKNOWN && marker->options[0] == '\0';
	return marker->word != MIG_WORD_UNKNOWN ||
		(isalpha((unsigned char) marker->name[0]) && strchr(marker->name, '-') == NULL);
}

bool
mig_files_has_marker(const char *text)
{
	MigLines	lines = {text, 0};
	MigLine		line;
	MigMarker	marker;

	while (mig_files_next_line(&lines, &line))
		if (mig_files_read_marker(&line, &marker))
			return true;
	return false;
}

/* The name in quotes that begins at *p, which moves past it; NULL: not closed. */
static char *
read_quoted(const char **p)
{
	StringInfoData name;

	initStringInfo(&name);
	for (;;)
	{
		char		c = *++*p;

		if (c == '\0')
			return NULL;
		if (c == '"' && *++*p != '"')
			return name.data;
		appendStringInfoChar(&name, c);
	}
}

static char *
read_unquoted(const char **p)
{
	const char *start = *p;

	*p += strcspn(start, ",");
	return mig_files_trimmed(start, *p);
}

bool
mig_files_split(const char *names, List **result)
{
	const char *p = names;
	const char *end = names + strlen(names);

	*result = NIL;
	while ((p = skip_blanks(p, end)) < end)
	{
		char	   *name = *p == '"' ? read_quoted(&p) : read_unquoted(&p);

		p = skip_blanks(p, end);
		if (name == NULL || *name == '\0' || (*p != ',' && *p != '\0'))
			return false;
		*result = lappend(*result, name);
		if (*p == ',')
			p++;
	}
	return true;
}
