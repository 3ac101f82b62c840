/*
 * files.c
 *	  The doors to revisions as files: file_name, file_text, add_file,
 *	  add_files.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "base/array.h"
#include "files/compare.h"
#include "files/format.h"
#include "files/store.h"
#include "files/write.h"
#include "history/author.h"
#include "history/resolve.h"
#include "model/parts.h"
#include "run/lock.h"

PG_FUNCTION_INFO_V1(migrate_file_name);
PG_FUNCTION_INFO_V1(migrate_file_text);
PG_FUNCTION_INFO_V1(migrate_add_file);
PG_FUNCTION_INFO_V1(migrate_add_files);

/* The folder in which files are parts of the model. */
#define MODEL_FOLDER "model"

/* What became of a file. */
typedef struct Outcome
{
	const char *file;
	const char *revision;		/* NULL: a part of the model */
	const char *fate;
} Outcome;

/* A stored revision by its name, whole. */
static MigStored *
find_revision(const char *name)
{
	const MigGraph *graph = mig_history_graph();
	int			rev = mig_history_resolve_one(graph, name);

	if (rev == MIG_BASE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a revision", name)));
	return mig_history_read(graph, rev);
}

Datum
migrate_file_name(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(mig_files_name(find_revision(text_to_cstring(PG_GETARG_TEXT_PP(0))))));
}

Datum
migrate_file_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(mig_files_text(find_revision(text_to_cstring(PG_GETARG_TEXT_PP(0))))));
}

/* A file as it was sent, without the mark of its byte order. */
static MigFile *
make_file(char *name, const char *text)
{
	static const char mark[] = "\xEF\xBB\xBF";
	MigFile    *file = palloc(sizeof(MigFile));

	if (GetDatabaseEncoding() == PG_UTF8 && strncmp(text, mark, strlen(mark)) == 0)
		text += strlen(mark);
	file->name = name;
	file->text = text;
	return file;
}

/* The last folder that a file is in is that of the model. */
static bool
is_model(const MigFile *file)
{
	int			folder = mig_files_base_name(file->name) - file->name - strlen(MODEL_FOLDER "/");

	return folder >= 0 && strncmp(file->name + folder, MODEL_FOLDER "/", strlen(MODEL_FOLDER "/")) == 0 &&
		(folder == 0 || file->name[folder - 1] == '/');
}

static List *
add_outcome(List *outcomes, const char *file, const char *revision, const char *fate)
{
	Outcome    *outcome = palloc(sizeof(Outcome));

	*outcome = (Outcome) {file, revision, fate};
	return lappend(outcomes, outcome);
}

static const MigPart *
find_part(List *parts, const char *name)
{
	ListCell   *lc;

	foreach(lc, parts)
		if (strcmp(((MigPart *) lfirst(lc))->name, name) == 0)
			return lfirst(lc);
	return NULL;
}

static List *
store_part(List *outcomes, List *parts, const MigFile *file)
{
	const char *name = mig_files_base_name(file->name);
	const MigPart *part = find_part(parts, name);

	if (part == NULL || !mig_files_same(part->ddl, file->text))
		mig_parts_set(name, file->text);
	else
		return add_outcome(outcomes, file->name, NULL, mig_fate_names[MIG_UNCHANGED]);
	return add_outcome(outcomes, file->name, NULL, mig_fate_names[part ? MIG_UPDATED : MIG_ADDED]);
}

/* Removes the parts that came from files and that are not among these. */
static List *
remove_parts(List *outcomes, List *parts, List *files)
{
	ListCell   *lc;
	ListCell   *lf;

	foreach(lc, parts)
	{
		const char *name = ((MigPart *) lfirst(lc))->name;
		int			stem = strlen(name) - strlen(".sql");
		bool		there = stem < 0 || strcmp(name + stem, ".sql") != 0;

		foreach(lf, files)
			there |= strcmp(mig_files_base_name(((MigFile *) lfirst(lf))->name), name) == 0;
		if (!there)
		{
			mig_parts_set(name, NULL);
			outcomes = add_outcome(outcomes, psprintf(MODEL_FOLDER "/%s", name), NULL, "removed");
		}
	}
	return outcomes;
}

static List *
store_model(List *outcomes, List *files, bool whole)
{
	List	   *parts = mig_parts_read();
	ListCell   *lc;

	foreach(lc, files)
		outcomes = store_part(outcomes, parts, lfirst(lc));
	return whole && files != NIL ? remove_parts(outcomes, parts, files) : outcomes;
}

/* Stores what came; nothing is locked when nothing is new. */
static void
store_revisions(const char *command, List *incoming, MigProblems *problems)
{
	if (!mig_files_plan(incoming, false, problems))
		return;
	mig_history_begin_authoring(command);
	if (mig_files_changes_stored(incoming))
		mig_lock_guard();
	if (mig_files_plan(incoming, true, problems))
		mig_files_store(incoming);
}

/* Stores files of a format; whole: they are all that there are. */
static List *
push(const char *command, List *files, const char *format_name, bool whole)
{
	const MigFormat *format = mig_files_format(format_name);
	MigProblems problems = {NIL};
	List	   *revisions = NIL;
	List	   *model = NIL;
	List	   *outcomes = NIL;
	List	   *incoming;
	ListCell   *lc;

	if (format == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unrecognized format \"%s\"", format_name),
				 errhint("Formats are %s.", mig_files_format_names())));
	foreach(lc, files)
	{
		if (format == &mig_format_migrate && is_model(lfirst(lc)))
			model = lappend(model, lfirst(lc));
		else
			revisions = lappend(revisions, lfirst(lc));
	}
	incoming = format->read(revisions, &problems);
	store_revisions(command, incoming, &problems);
	foreach(lc, incoming)
	{
		const MigIncoming *one = lfirst(lc);

		outcomes = add_outcome(outcomes, one->file, one->stored.info.id, mig_fate_names[one->fate]);
	}
	return store_model(outcomes, model, whole);
}

Datum
migrate_add_file(PG_FUNCTION_ARGS)
{
	MigFile    *file = make_file(text_to_cstring(PG_GETARG_TEXT_PP(0)), text_to_cstring(PG_GETARG_TEXT_PP(1)));
	const Outcome *outcome = linitial(push("migrate.add_file", list_make1(file), mig_format_migrate.name, false));

	PG_RETURN_TEXT_P(cstring_to_text(outcome->fate));
}

static void
put_outcomes(FunctionCallInfo fcinfo, List *outcomes)
{
	ReturnSetInfo *result;
	ListCell   *lc;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	foreach(lc, outcomes)
	{
		const Outcome *outcome = lfirst(lc);
		Datum		values[] = {
			CStringGetTextDatum(outcome->file),
			outcome->revision ? CStringGetTextDatum(outcome->revision) : (Datum) 0,
			CStringGetTextDatum(outcome->fate)
		};
		bool		nulls[] = {false, outcome->revision == NULL, false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

Datum
migrate_add_files(PG_FUNCTION_ARGS)
{
	List	   *names = mig_array_members(PG_GETARG_DATUM(0), "names");
	List	   *texts = mig_array_members(PG_GETARG_DATUM(1), "texts");
	List	   *files = NIL;
	ListCell   *ln;
	ListCell   *lt;

	if (list_length(names) != list_length(texts))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("names and texts must have the same length"),
				 errdetail("There are %d names and %d texts.", list_length(names), list_length(texts))));
	forboth(ln, names, lt, texts)
		files = lappend(files, make_file(lfirst(ln), lfirst(lt)));
	put_outcomes(fcinfo, push("migrate.add_files", files, text_to_cstring(PG_GETARG_TEXT_PP(2)), true));
	return (Datum) 0;
}
