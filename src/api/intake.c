/*
 * intake.c
 *	  Files of any format, from a client or a directory, on their way to the
 *	  store.
 */
#include "postgres.h"

#include "api/intake.h"
#include "base/text.h"
#include "files/adopt.h"
#include "files/compare.h"
#include "files/store.h"
#include "history/author.h"
#include "history/journal.h"
#include "model/parts.h"
#include "run/gate.h"
#include "run/lock.h"
#include "run/upgrade.h"

/* The folder in which files are parts of the model. */
#define MODEL_FOLDER "model"

const MigFormat *
mig_intake_format(const char *name)
{
	const MigFormat *format = mig_files_format(name);

	if (format == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unrecognized format \"%s\"", name),
				 errhint("Formats are %s.", mig_files_format_names())));
	return format;
}

bool
mig_intake_is_model(const char *name)
{
	int			folder = mig_files_base_name(name) - name - strlen(MODEL_FOLDER "/");

	return folder >= 0 && strncmp(name + folder, MODEL_FOLDER "/", strlen(MODEL_FOLDER "/")) == 0 &&
		(folder == 0 || name[folder - 1] == '/');
}

static List *
add_outcome(List *outcomes, const char *file, const char *revision, const char *fate)
{
	MigOutcome    *outcome = palloc(sizeof(MigOutcome));

	*outcome = (MigOutcome) {file, revision, fate};
	return lappend(outcomes, outcome);
}

char *
mig_intake_file_of_part(const char *name)
{
	int			stem = strlen(name) - strlen(".sql");
	bool		suffix = stem > 0 && strcmp(name + stem, ".sql") == 0;

	return psprintf(MODEL_FOLDER "/%s%s", name, suffix ? "" : ".sql");
}

/* The part that a file of the model holds, or NULL. */
static const MigPart *
find_part(List *parts, const char *file)
{
	const MigPart *found = NULL;
	ListCell   *lc;

	foreach(lc, parts)
	{
		const MigPart *part = lfirst(lc);

		if (strcmp(part->name, file) == 0)
			return part;
		if (strcmp(mig_files_base_name(mig_intake_file_of_part(part->name)), file) == 0)
			found = part;
	}
	return found;
}

static List *
store_part(List *outcomes, List *parts, const MigFile *file)
{
	const MigPart *part = find_part(parts, mig_files_base_name(file->name));

	if (part == NULL || !mig_files_same(part->ddl, file->text))
		mig_parts_set(part ? part->name : mig_files_base_name(file->name), file->text);
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

/* Stamps what another tool has applied and we have not. */
static void
adopt(const char *command, const MigFormat *format, List *incoming)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	int			n;

	if (mig_files_adopted(format, incoming, stand.graph, stand.marks, &n) == NIL)
		return;
	mig_gate_writable(command);
	mig_upgrade_refuse_nested(command);
	mig_lock_guard();
	stand = mig_history_read_stand(MIG_DATABASE, true);
	mig_history_check_marks(&stand);
	mig_upgrade_check_snapshot(&stand);
	mig_history_write_stamp(&stand, mig_history_stamp(stand.graph, stand.marks,
													  mig_files_adopted(format, incoming, stand.graph, stand.marks, &n),
													  false));
	ereport(NOTICE,
			(errmsg_plural("adopted %d revision that %s has applied",
						   "adopted %d revisions that %s has applied", n, n, format->name)));
}

List *
mig_intake_store(const char *command, List *files, const MigFormat *format, Oid table, bool whole,
				 MigProblems *problems)
{
	List	   *revisions = NIL;
	List	   *model = NIL;
	List	   *outcomes = NIL;
	List	   *incoming;
	ListCell   *lc;

	foreach(lc, files)
	{
		if (format == &mig_format_migrate && mig_intake_is_model(((MigFile *) lfirst(lc))->name))
			model = lappend(model, lfirst(lc));
		else
			revisions = lappend(revisions, lfirst(lc));
	}
	incoming = format->read(revisions, problems);
	table = mig_files_version_table(format, table);
	if (OidIsValid(table) && problems->lines == NIL)
		incoming = mig_files_adopt(format, table, incoming);
	store_revisions(command, incoming, problems);
	if (OidIsValid(table))
		adopt(command, format, incoming);
	foreach(lc, incoming)
	{
		const MigIncoming *one = lfirst(lc);

		outcomes = add_outcome(outcomes, one->file, one->stored.info.id, mig_fate_names[one->fate]);
	}
	return store_model(outcomes, model, whole);
}
