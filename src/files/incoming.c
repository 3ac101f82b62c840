/*
 * incoming.c
 *	  Revisions that came in files, on their way to the store.
 */
#include "postgres.h"

#include "base/text.h"
#include "files/incoming.h"
#include "files/moment.h"
#include "files/parse.h"
#include "history/author.h"

const char *const mig_fate_names[] = {"unchanged", "added", "updated"};

/* Words for yes and no in a header. */
static const struct
{
	const char *word;
	bool		value;
}			booleans[] = {
	{"no", false}, {"yes", true}, {"false", false}, {"true", true}, {"off", false}, {"on", true}
};

const char *
mig_files_base_name(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

/* The names in a header, each of which must be able to be one. */
static List *
read_names(const MigFile *file, const MigPiece *piece, MigHeaderKey key, MigProblems *problems)
{
	List	   *names = NIL;
	ListCell   *lc;

	if (piece->text == NULL)
		return NIL;
	if (!mig_files_split(piece->text, &names))
		mig_files_complain(problems, file->name, piece->line,
						   "\"-- %s:\" is not a list of names with commas", mig_header_keys[key]);
	foreach(lc, names)
	{
		const char *name = lfirst(lc);
		const char *fault = mig_history_name_fault(name);

		if (fault != NULL)
			mig_files_complain(problems, file->name, piece->line,
							   "\"%s\" can't be in \"-- %s:\": %s", name, mig_header_keys[key], fault);
		for (int i = 0; i < foreach_current_index(lc); i++)
			if (strcmp(list_nth(names, i), name) == 0)
				mig_files_complain(problems, file->name, piece->line,
								   "\"%s\" is in \"-- %s:\" more than once", name, mig_header_keys[key]);
	}
	return names;
}

static bool
read_boolean(const MigFile *file, const MigPiece *piece, MigProblems *problems)
{
	if (piece->text == NULL)
		return true;
	for (int i = 0; i < lengthof(booleans); i++)
		if (pg_strcasecmp(piece->text, booleans[i].word) == 0)
			return booleans[i].value;
	mig_files_complain(problems, file->name, piece->line,
					   "\"-- transactional:\" is yes or no, not \"%s\"", piece->text);
	return true;
}

static const char *
read_moment(const MigFile *file, const MigPiece *piece, MigProblems *problems)
{
	if (piece->text == NULL || mig_files_is_moment(piece->text))
		return piece->text;
	mig_files_complain(problems, file->name, piece->line,
					   "\"%s\" is not a moment, as in \"2025-09-30 14:30:00+00\"", piece->text);
	return NULL;
}

char *
mig_files_words(const char *name)
{
	char	   *words = pstrdup(name + strspn(name, "_- "));
	char	   *end = words + strlen(words);

	if (end - words >= 4 && pg_strcasecmp(end - 4, ".sql") == 0)
		end[-4] = '\0';
	for (char *p = words; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	return *words != '\0' ? words : pstrdup("empty message");
}

MigIncoming *
mig_files_new(const MigFile *file, const char *id, const char *message, MigProblems *problems)
{
	MigIncoming *one = palloc0(sizeof(MigIncoming));
	const char *fault = mig_history_name_fault(id);

	if (fault != NULL)
		mig_files_complain(problems, file->name, 0, "\"%s\" can't be the id of a revision: %s", id, fault);
	one->file = file->name;
	one->key = one->stored.info.id = pstrdup(id);
	one->stored.info.message = pstrdup(message);
	one->stored.info.transactional = true;
	one->follows = one->loose = true;
	return one;
}

MigIncoming *
mig_files_find(List *incoming, const char *id)
{
	ListCell   *lc;

	foreach(lc, incoming)
		if (strcmp(((MigIncoming *) lfirst(lc))->stored.info.id, id) == 0)
			return lfirst(lc);
	return NULL;
}

void
mig_files_set_script(MigIncoming *one, const MigFile *file, bool upgrade, const char *script, int line,
					 MigProblems *problems)
{
	const char **place = upgrade ? &one->stored.upgrade : &one->stored.downgrade;

	if (*place != NULL)
		mig_files_complain(problems, file->name, 0, "revision \"%s\" has its %s in %s already",
						   one->stored.info.id, upgrade ? "upgrade" : "downgrade", one->file);
	*place = script;
	one->at.scripts[upgrade ? 0 : 1] = line;
	if (upgrade)
		one->file = file->name;
}

/* dbmate's way: the digits that the name begins with are the version. */
static bool
read_name(MigIncoming *incoming, const MigFile *file, MigProblems *problems)
{
	const char *name = mig_files_base_name(file->name);
	size_t		digits = strspn(name, "0123456789");

	if (digits == 0)
	{
		mig_files_complain(problems, file->name, 0,
						   "there is no line \"-- revision:\", and the name does not begin with a version");
		return false;
	}
	incoming->key = incoming->stored.info.id = pnstrdup(name, digits);
	incoming->stored.info.message = mig_files_words(name + digits);
	incoming->follows = true;
	return true;
}

static bool
read_header(MigIncoming *incoming, const MigFile *file, const MigPiece *header, MigProblems *problems)
{
	MigRevisionInfo *info = &incoming->stored.info;
	List	   *ids = read_names(file, &header[MIG_HEADER_REVISION], MIG_HEADER_REVISION, problems);

	incoming->at.id = header[MIG_HEADER_REVISION].line;
	incoming->at.parents = header[MIG_HEADER_REVISES].line;
	incoming->at.dependencies = header[MIG_HEADER_DEPENDS_ON].line;
	incoming->at.labels = header[MIG_HEADER_BRANCH_LABELS].line;
	info->down_revision = read_names(file, &header[MIG_HEADER_REVISES], MIG_HEADER_REVISES, problems);
	info->depends_on = read_names(file, &header[MIG_HEADER_DEPENDS_ON], MIG_HEADER_DEPENDS_ON, problems);
	info->branch_label = read_names(file, &header[MIG_HEADER_BRANCH_LABELS], MIG_HEADER_BRANCH_LABELS, problems);
	info->message = header[MIG_HEADER_MESSAGE].text ? header[MIG_HEADER_MESSAGE].text : "empty message";
	incoming->stored.created_at = read_moment(file, &header[MIG_HEADER_CREATED], problems);
	if (list_length(ids) != 1)
	{
		mig_files_complain(problems, file->name, incoming->at.id,
						   "\"-- revision:\" is not followed by one id");
		return false;
	}
	if (header[MIG_HEADER_REVISES].text == NULL)
	{
		mig_files_complain(problems, file->name, incoming->at.id,
						   "there is no line \"-- revises:\"");
		mig_files_hint(problems, "Name the parent, or nothing where there is none: \"-- revises:\".");
	}
	info->id = linitial(ids);
	return true;
}

MigIncoming *
mig_files_read(const MigFile *file, MigProblems *problems)
{
	MigParsed  *parsed = mig_files_parse(file->name, file->text, problems);
	MigIncoming *incoming = palloc0(sizeof(MigIncoming));
	bool		header = parsed->header[MIG_HEADER_REVISION].text != NULL;

	incoming->file = file->name;
	incoming->stored.info.transactional = !parsed->no_transaction &&
		read_boolean(file, &parsed->header[MIG_HEADER_TRANSACTIONAL], problems);
	incoming->stored.upgrade = parsed->sections[MIG_SECTION_UP].text;
	incoming->stored.downgrade = parsed->sections[MIG_SECTION_DOWN].text;
	incoming->stored.verify = parsed->sections[MIG_SECTION_VERIFY].text;
	for (int i = 0; i < MIG_SECTIONS; i++)
		incoming->at.scripts[i] = parsed->sections[i].line + 1;
	if (header)
		return read_header(incoming, file, parsed->header, problems) ? incoming : NULL;
	if (incoming->stored.upgrade == NULL)
	{
		mig_files_complain(problems, file->name, 0,
						   "there is neither a line \"-- revision:\" nor one \"-- migrate:up\"");
		return NULL;
	}
	return read_name(incoming, file, problems) ? incoming : NULL;
}
