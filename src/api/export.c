/*
 * export.c
 *	  The door to revisions and the model as files of the server: export.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "api/intake.h"
#include "files/compare.h"
#include "files/directory.h"
#include "files/store.h"
#include "files/write.h"
#include "model/parts.h"

PG_FUNCTION_INFO_V1(migrate_export);

/* Where revisions go whose files are not there yet. */
#define REVISION_FOLDER "versions"

/* A file that is there already. */
typedef struct Present
{
	MigFile    *file;
	MigIncoming *revision;		/* NULL: it holds none that can be read */
} Present;

/* An export under way. */
typedef struct Export
{
	const char *directory;
	List	   *present;		/* Present */
	ReturnSetInfo *result;
} Export;

static Present *
read_file(const char *directory, const char *name)
{
	MigProblems problems = {NIL};
	Present    *present = palloc0(sizeof(Present));

	present->file = mig_files_load(directory, name, &problems);
	if (present->file != NULL && !mig_intake_is_model(name))
		present->revision = mig_files_read(present->file, &problems);
	return present;
}

/* The files that are there; those that are no text are none of ours. */
static List *
read_files(const char *directory)
{
	List	   *present = NIL;
	ListCell   *lc;

	foreach(lc, mig_files_list(directory))
		if (mig_files_takes(&mig_format_migrate, lfirst(lc)))
		{
			Present    *one = read_file(directory, lfirst(lc));

			if (one->file != NULL)
				present = lappend(present, one);
		}
	return present;
}

static const MigFile *
find_file(List *present, const char *name)
{
	ListCell   *lc;

	foreach(lc, present)
		if (strcmp(((Present *) lfirst(lc))->file->name, name) == 0)
			return ((Present *) lfirst(lc))->file;
	return NULL;
}

/* The file of the revision, whatever its name is. */
static const Present *
find_revision(List *present, const char *id)
{
	ListCell   *lc;

	foreach(lc, present)
	{
		const Present *one = lfirst(lc);

		if (one->revision != NULL && strcmp(one->revision->stored.info.id, id) == 0)
			return one;
	}
	return NULL;
}

/* Writes a text, unless it is the same as that of old, the file that is there. */
static void
put(Export *export, const MigFile *old, bool same, const char *name, const char *revision, const char *text)
{
	Datum		values[] = {
		CStringGetTextDatum(old ? old->name : name),
		revision ? CStringGetTextDatum(revision) : (Datum) 0,
		CStringGetTextDatum(mig_fate_names[same ? MIG_UNCHANGED : old ? MIG_UPDATED : MIG_ADDED])
	};
	bool		nulls[] = {false, revision == NULL, false};

	if (!same)
		mig_files_save(export->directory, old ? old->name : name, text);
	tuplestore_putvalues(export->result->setResult, export->result->setDesc, values, nulls);
}

/* One that somebody wrote otherwise, but means the same, stays as it is. */
static void
put_revisions(Export *export)
{
	const MigGraph *graph = mig_history_graph();

	for (int rev = 0; rev < graph->n; rev++)
	{
		const MigStored *revision = mig_history_read(graph, rev);
		const char *id = revision->info.id;
		const Present *old = find_revision(export->present, id);
		char	   *name = psprintf(REVISION_FOLDER "/%s", mig_files_name(revision));

		if (old == NULL && find_file(export->present, name) != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_FILE),
					 errmsg("file \"%s\" is there, and is not of revision \"%s\"", name, id),
					 errhint("Remove the file, or change the setting \"migrate.file_template\".")));
		put(export, old ? old->file : NULL, old && mig_files_agrees(old->revision), name, id, mig_files_text(revision));
	}
}

static void
put_model(Export *export)
{
	ListCell   *lc;

	foreach(lc, mig_parts_read())
	{
		const MigPart *part = lfirst(lc);
		const char *name = mig_intake_file_of_part(part->name);
		const MigFile *old;

		if (part->name[0] == '.' || strpbrk(part->name, "/\\") != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("part \"%s\" of the model can't be the name of a file", part->name),
					 errhint("SELECT migrate.set_model(NULL, name) removes the part, another name stores it again.")));
		old = find_file(export->present, name);
		put(export, old, old && mig_files_same(old->text, part->ddl), name, NULL, part->ddl);
	}
}

Datum
migrate_export(PG_FUNCTION_ARGS)
{
	Export		export = {.directory = text_to_cstring(PG_GETARG_TEXT_PP(0))};

	mig_files_make_directory(export.directory);
	export.present = read_files(export.directory);
	InitMaterializedSRF(fcinfo, 0);
	export.result = (ReturnSetInfo *) fcinfo->resultinfo;
	put_revisions(&export);
	put_model(&export);
	return (Datum) 0;
}
