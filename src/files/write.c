/*
 * write.c
 *	  A revision as a file: its text and its name.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "pgtime.h"

#include "base/compat.h"
#include "base/settings.h"
#include "files/moment.h"
#include "files/parse.h"
#include "files/write.h"

/* The most bytes of a message in a file's name. */
#define SLUG_LENGTH 40

/* The codes of strftime that a template may have. */
#define TIME_CODES "YymdHMSjbBaA%"

/* A name in a list, in quotes where it would be read as something else. */
static void
put_name(StringInfo out, const char *name)
{
	const char *end = name + strlen(name);
	bool		plain = strpbrk(name, ",\"") == NULL &&
		strcmp(mig_files_trimmed(name, end), name) == 0;

	if (!plain)
		appendStringInfoChar(out, '"');
	for (const char *p = name; *p != '\0'; p++)
	{
		if (*p == '"')
			appendStringInfoChar(out, '"');
		appendStringInfoChar(out, *p);
	}
	if (!plain)
		appendStringInfoChar(out, '"');
}

static void
put_names(StringInfo out, MigHeaderKey key, List *names)
{
	ListCell   *lc;

	appendStringInfo(out, "-- %s:", mig_header_keys[key]);
	foreach(lc, names)
	{
		appendStringInfoString(out, foreach_current_index(lc) > 0 ? ", " : " ");
		put_name(out, lfirst(lc));
	}
	appendStringInfoChar(out, '\n');
}

/* One line of the header for each line of the message. */
static void
put_message(StringInfo out, const char *message)
{
	for (;;)
	{
		size_t		length = strcspn(message, "\n");

		appendStringInfo(out, "-- %s: %.*s\n", mig_header_keys[MIG_HEADER_MESSAGE], (int) length, message);
		if (message[length] == '\0')
			break;
		message += length + 1;
	}
}

/* A word after until: that no line of the script ends. */
static char *
choose_word(const char *script)
{
	char	   *word = pstrdup("end");

	for (int i = 1; strstr(script, word) != NULL; i++)
		word = psprintf("end%d", i);
	return word;
}

static void
put_section(StringInfo out, MigSectionName section, const char *script, bool last)
{
	bool		quoted;
	char	   *word;

	if (script == NULL)
		return;
	quoted = mig_files_has_marker(script);
	word = quoted ? choose_word(script) : NULL;
	appendStringInfo(out, "\n-- migrate:%s", mig_section_names[section]);
	if (quoted)
		appendStringInfo(out, " until:%s\n%s\n-- migrate:end %s\n", word, script, word);
	else if (*script == '\0' && last)
		appendStringInfoChar(out, '\n');
	else
		appendStringInfo(out, "\n%s\n", script);
}

char *
mig_files_text(const MigStored *revision)
{
	const MigRevisionInfo *info = &revision->info;
	const char *scripts[] = {revision->upgrade, revision->downgrade, revision->verify};
	StringInfoData out;

	/* The other sections need one before them. */
	if (revision->upgrade == NULL && (revision->downgrade != NULL || revision->verify != NULL))
		scripts[0] = "";

	initStringInfo(&out);
	put_names(&out, MIG_HEADER_REVISION, list_make1(unconstify(char *, info->id)));
	put_names(&out, MIG_HEADER_REVISES, info->down_revision);
	if (info->depends_on != NIL)
		put_names(&out, MIG_HEADER_DEPENDS_ON, info->depends_on);
	if (info->branch_label != NIL)
		put_names(&out, MIG_HEADER_BRANCH_LABELS, info->branch_label);
	if (revision->created_at != NULL)
		appendStringInfo(&out, "-- %s: %s\n", mig_header_keys[MIG_HEADER_CREATED], revision->created_at);
	put_message(&out, info->message);
	if (!info->transactional)
		appendStringInfo(&out, "-- %s: no\n", mig_header_keys[MIG_HEADER_TRANSACTIONAL]);
	for (int i = 0; i < lengthof(scripts); i++)
	{
		bool		last = true;

		for (int j = i + 1; j < lengthof(scripts); j++)
			last &= scripts[j] == NULL;
		put_section(&out, i, scripts[i], last);
	}
	return out.data;
}

/* May the character be in a file's name as it is? */
static bool
is_plain(unsigned char c)
{
	return isalnum(c) || c == '_' || c >= 0x80;
}

/* The words of a message with underscores between them, as many as fit. */
static char *
slug_of(const char *message)
{
	StringInfoData out;
	int			fits = 0;

	initStringInfo(&out);
	for (const char *p = message; *p != '\0';)
	{
		while (*p != '\0' && !is_plain(*p))
			p++;
		if (*p == '\0')
			break;
		if (out.len > 0)
			appendStringInfoChar(&out, '_');
		for (; is_plain(*p); p++)
			appendStringInfoChar(&out, pg_ascii_tolower(*p));
		if (out.len > SLUG_LENGTH && fits > 0)
			break;
		fits = out.len;
	}
	out.data[fits] = '\0';
	return out.data;
}

/* An id with what a file system might take for something else replaced. */
static char *
safe_id(const char *id)
{
	char	   *copy = pstrdup(id);

	for (char *p = copy; *p != '\0'; p++)
		if (!is_plain(*p) && !((*p == '-' || *p == '.') && p > copy))
			*p = '_';
	return copy;
}

pg_noreturn static void
fail_template(const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid value for setting \"%s\": \"%s\"", "migrate.file_template", mig_file_template),
			 errdetail_internal("%s", why),
			 errhint("It may hold {rev}, which it must, {slug}, and the codes of strftime for dates and times, as in \"%%Y_%%m_%%d_%%H%%M-{rev}_{slug}\".")));
}

/* One code of strftime; returns its length in the template. */
static int
put_time(StringInfo out, const char *code, const struct pg_tm *when)
{
	char		format[] = {'%', code[1], '\0'};
	char		text[64];

	if (code[1] == '\0' || strchr(TIME_CODES, code[1]) == NULL)
		fail_template(psprintf("\"%%%.1s\" is not a code for dates and times.", code + 1));
	appendBinaryStringInfo(out, text, pg_strftime(text, sizeof(text), format, when));
	return 2;
}

char *
mig_files_name(const MigStored *revision)
{
	static const char rev[] = "{rev}";
	static const char slug[] = "{slug}";
	struct pg_tm when = mig_files_moment(revision->created_at);
	StringInfoData out;

	if (strstr(mig_file_template, rev) == NULL)
		fail_template("It does not hold {rev}, so two revisions could have one name.");
	if (strpbrk(mig_file_template, "/\\") != NULL)
		fail_template("It holds a separator of directories.");
	initStringInfo(&out);
	for (const char *p = mig_file_template; *p != '\0';)
	{
		if (*p == '%')
			p += put_time(&out, p, &when);
		else if (strncmp(p, rev, strlen(rev)) == 0)
		{
			appendStringInfoString(&out, safe_id(revision->info.id));
			p += strlen(rev);
		}
		else if (strncmp(p, slug, strlen(slug)) == 0)
		{
			appendStringInfoString(&out, slug_of(revision->info.message));
			p += strlen(slug);
		}
		else
			appendStringInfoChar(&out, *p++);
	}
	while (out.len > 0 && strchr("_-", out.data[out.len - 1]) != NULL)
		out.data[--out.len] = '\0';
	appendStringInfoString(&out, ".sql");
	return out.data;
}
