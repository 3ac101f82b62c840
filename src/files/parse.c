/*
 * parse.c
 *	  Takes a revision file apart.
 */
#include "postgres.h"

#include "port.h"

#include "files/marker.h"
#include "files/parse.h"

const char *const mig_header_keys[MIG_HEADER_KEYS] = {
	"revision", "revises", "depends on", "branch labels", "created", "message", "transactional"
};

typedef struct Reader
{
	MigLines	lines;
	const char *file;
	MigProblems *problems;
	MigParsed  *parsed;
	MigPiece	stray;			/* the first key that is not known */
} Reader;

/* One more line of a header's value. */
static void
put_header(Reader *reader, int key, const MigLine *line, const char *value)
{
	MigPiece   *piece = &reader->parsed->header[key];
	const char *end = line->text + line->length;

	if (key == MIG_HEADER_MESSAGE)
	{
		/* As it stands: a message may have lines, and blanks. */
		char	   *text = pnstrdup(value + (value < end && *value == ' '),
									end - value - (value < end && *value == ' '));

		piece->text = piece->text ? psprintf("%s\n%s", piece->text, text) : text;
	}
	else if (piece->text != NULL)
		mig_files_complain(reader->problems, reader->file, line->number,
						   "\"-- %s:\" is there already, in line %d", mig_header_keys[key], piece->line);
	else
		piece->text = mig_files_trimmed(value, end);
	if (piece->line == 0)
		piece->line = line->number;
}

/* A comment of the header: "-- key: value", or anything else. */
static void
read_header_line(Reader *reader, const MigLine *line)
{
	const char *end = line->text + line->length;
	const char *p = mig_files_comment(line);
	const char *start = p;
	char	   *key;

	while (p < end && (*p == ' ' || isalpha((unsigned char) *p)))
		p++;
	if (p == start || p == end || *p != ':' || p[1] == '/')
		return;
	key = mig_files_trimmed(start, p);
	for (int i = 0; i < MIG_HEADER_KEYS; i++)
		if (pg_strcasecmp(key, mig_header_keys[i]) == 0)
		{
			put_header(reader, i, line, p + 1);
			return;
		}
	if (reader->stray.text == NULL)
		reader->stray = (MigPiece) {key, line->number};
}

/*
 * A comment that looks like a key is one where there is a header; in a file
 * without, it is a comment.
 */
static void
check_header(Reader *reader)
{
	const MigParsed *parsed = reader->parsed;

	if (parsed->header[MIG_HEADER_REVISION].text != NULL)
	{
		if (reader->stray.text != NULL)
		{
			mig_files_complain(reader->problems, reader->file, reader->stray.line,
							   "\"%s\" is not a key of the header", reader->stray.text);
			mig_files_hint(reader->problems,
						   "The keys are revision, revises, depends on, branch labels, created, message and transactional; other comments belong below \"-- migrate:up\".");
		}
		return;
	}
	for (int i = 0; i < MIG_HEADER_KEYS; i++)
		if (i != MIG_HEADER_CREATED && i != MIG_HEADER_MESSAGE && parsed->header[i].text != NULL)
			mig_files_complain(reader->problems, reader->file, parsed->header[i].line,
							   "\"-- %s:\" without a line \"-- revision:\"", mig_header_keys[i]);
}

/* Up to the first marker; false when there is none. */
static bool
read_header(Reader *reader, MigMarker *marker)
{
	MigLine		line;
	bool		complained = false;

	while (mig_files_next_line(&reader->lines, &line))
	{
		if (mig_files_read_marker(&line, marker))
			return true;
		if (mig_files_is_blank(&line) || complained)
			continue;
		if (mig_files_comment(&line) != NULL)
			read_header_line(reader, &line);
		else
		{
			mig_files_complain(reader->problems, reader->file, line.number,
							   "text before the first \"-- migrate:up\"");
			complained = true;
		}
	}
	return false;
}

/* What stands in "key:value" after the key, which ends in a colon; or NULL. */
static const char *
option_value(const char *option, const char *key)
{
	return pg_strncasecmp(option, key, strlen(key)) == 0 ? option + strlen(key) : NULL;
}

/* The options of a section's marker; returns the word of until:, or NULL. */
static char *
read_options(Reader *reader, char *options)
{
	char	   *until = NULL;

	for (char *option = strtok(options, MIG_BLANKS); option != NULL; option = strtok(NULL, MIG_BLANKS))
	{
		const char *value;

		if ((value = option_value(option, "until:")) != NULL && *value != '\0')
			until = pstrdup(value);
		else if ((value = option_value(option, "transaction:")) != NULL &&
				 (pg_strcasecmp(value, "false") == 0 || pg_strcasecmp(value, "true") == 0))
			reader->parsed->no_transaction |= pg_strcasecmp(value, "false") == 0;
		else
		{
			mig_files_complain(reader->problems, reader->file, reader->lines.number,
							   "\"%s\" is not an option of a marker", option);
			mig_files_hint(reader->problems, "The options are transaction:false and until:WORD.");
		}
	}
	return until;
}

/* Up to "-- migrate:end word"; NULL when there is none. */
static char *
read_until(Reader *reader, const char *word)
{
	const char *start = reader->lines.at;
	int			number = reader->lines.number;
	MigLine		line;
	MigMarker		marker;

	while (mig_files_next_line(&reader->lines, &line))
		if (mig_files_read_marker(&line, &marker) && marker.word == MIG_WORD_END && strcmp(marker.options, word) == 0)
			return pnstrdup(start, Max(line.text - start - 1, 0));
	mig_files_complain(reader->problems, reader->file, number,
					   "there is no \"-- migrate:end %s\" for this section", word);
	return NULL;
}

/* Up to the next marker, which is put into marker (*more), or the end. */
static char *
read_plain(Reader *reader, MigMarker *marker, bool *more)
{
	const char *start = reader->lines.at;
	const char *end;
	MigLine		line;

	*more = false;
	while (!*more && mig_files_next_line(&reader->lines, &line))
		*more = mig_files_read_marker(&line, marker);
	end = *more ? line.text : reader->lines.at;
	if (end > start && end[-1] == '\n')
		end--;
	if (*more && end > start && end[-1] == '\n')
		end--;
	return pnstrdup(start, end - start);
}

/* After "-- migrate:end": nothing may come but the next marker. */
static bool
read_gap(Reader *reader, MigMarker *marker)
{
	MigLine		line;
	bool		complained = false;

	while (mig_files_next_line(&reader->lines, &line))
	{
		if (mig_files_read_marker(&line, marker))
			return true;
		if (!mig_files_is_blank(&line) && !complained)
			mig_files_complain(reader->problems, reader->file, line.number,
							   "text after \"-- migrate:end\", in no section");
		complained |= !mig_files_is_blank(&line);
	}
	return false;
}

/* The section of a marker; returns whether another follows, which is put there. */
static bool
read_section(Reader *reader, MigMarker *marker)
{
	MigPiece   *section = marker->word < MIG_SECTIONS ? &reader->parsed->sections[marker->word] : NULL;
	int			number = reader->lines.number;
	char	   *until = NULL;
	char	   *text;
	bool		more = false;

	if (marker->word == MIG_WORD_UNKNOWN)
	{
		mig_files_complain(reader->problems, reader->file, number,
						   "there is no section \"%s\"", marker->name);
		mig_files_hint(reader->problems, "The sections are \"-- migrate:up\", \"-- migrate:down\" and \"-- migrate:verify\".");
	}
	else if (section == NULL)
		mig_files_complain(reader->problems, reader->file, number,
						   "\"-- migrate:end\" ends nothing");
	else if (section->line > 0)
		mig_files_complain(reader->problems, reader->file, number,
						   "a second \"-- migrate:%s\"; the first is in line %d",
						   mig_section_names[marker->word], section->line);
	if (section != NULL)
		until = read_options(reader, marker->options);
	if (until == NULL)
		text = read_plain(reader, marker, &more);
	else
	{
		text = read_until(reader, until);
		more = read_gap(reader, marker);
	}
	if (section != NULL && section->line == 0)
		*section = (MigPiece) {text, number};
	return more;
}

/* The text with newlines where all its lines end in another style. */
static char *
normalize(const char *text)
{
	char	   *copy = pstrdup(text);
	char	   *out = copy;
	bool		newlines = strchr(text, '\n') != NULL;

	for (const char *p = text; *p != '\0'; p++)
		if (newlines && *p == '\n' && (p == text || p[-1] != '\r'))
			return copy;
	for (const char *p = text; *p != '\0'; p++)
	{
		if (*p != '\r')
			*out++ = *p;
		else if (!newlines)
			*out++ = '\n';
		else if (p[1] != '\n')
			*out++ = '\r';
	}
	*out = '\0';
	return copy;
}

MigParsed *
mig_files_parse(const char *file, const char *text, MigProblems *problems)
{
	MigParsed  *parsed = palloc0(sizeof(MigParsed));
	Reader		reader = {.file = file,.problems = problems,.parsed = parsed};
	MigMarker		marker;
	bool		more;

	reader.lines.at = normalize(text);
	more = read_header(&reader, &marker);
	check_header(&reader);
	while (more)
		more = read_section(&reader, &marker);
	for (int i = 0; i < MIG_SECTIONS; i++)
		if (parsed->sections[i].line > 0 && parsed->sections[MIG_SECTION_UP].line == 0)
		{
			mig_files_complain(problems, file, parsed->sections[i].line,
							   "\"-- migrate:%s\" without \"-- migrate:up\"", mig_section_names[i]);
			break;
		}
	return parsed;
}
