/*
 * author.c
 *	  The doors to authoring: revision, merge, edit, remove.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/array.h"
#include "base/errors.h"
#include "base/settings.h"
#include "base/text.h"
#include "history/author.h"
#include "history/check.h"
#include "history/journal.h"
#include "history/resolve.h"
#include "model/autogenerate.h"
#include "model/derive.h"
#include "online/store.h"
#include "run/lock.h"
#include "run/upgrade.h"

PG_FUNCTION_INFO_V1(migrate_revision);
PG_FUNCTION_INFO_V1(migrate_capture);
PG_FUNCTION_INFO_V1(migrate_baseline);
PG_FUNCTION_INFO_V1(migrate_merge);
PG_FUNCTION_INFO_V1(migrate_edit);
PG_FUNCTION_INFO_V1(migrate_remove);

/* The arguments of migrate.revision. */
enum RevisionArg
{
	REVISION_MESSAGE,
	REVISION_UPGRADE,
	REVISION_DOWNGRADE,
	REVISION_VERIFY,
	REVISION_AUTOGENERATE,
	REVISION_REV_ID,
	REVISION_HEAD,
	REVISION_SPLICE,
	REVISION_BRANCH_LABEL,
	REVISION_DEPENDS_ON,
	REVISION_TRANSACTIONAL,
	REVISION_RENAMES,
	REVISION_ONLINE
};

static char *
text_arg(FunctionCallInfo fcinfo, int n, char *value)
{
	return PG_ARGISNULL(n) ? value : text_to_cstring(PG_GETARG_TEXT_PP(n));
}

static bool
bool_arg(FunctionCallInfo fcinfo, int n, bool value)
{
	return PG_ARGISNULL(n) ? value : PG_GETARG_BOOL(n);
}

static List *
list_arg(FunctionCallInfo fcinfo, int n, const char *what)
{
	return PG_ARGISNULL(n) ? NIL : mig_array_members(PG_GETARG_DATUM(n), what);
}

/*
 * The names in the argument head: one, or several as in "a, b" (no id can be
 * taken for that: one that exists is taken whole).
 */
static List *
heads_arg(FunctionCallInfo fcinfo, int n)
{
	char	   *names = text_arg(fcinfo, n, "head");
	List	   *heads = NIL;

	if (mig_history_lookup(mig_history_graph(), names) >= 0)
		return list_make1(names);
	for (char *name = strtok(names, ","); name != NULL; name = strtok(NULL, ","))
		heads = lappend(heads, mig_text_trim(name));
	return heads ? heads : list_make1(names);
}

/* Stores what was drafted and has its scripts now; returns its id. */
static Datum
store(const MigStored *revision, const char *why, bool online)
{
	mig_history_insert(revision);
	mig_history_check_scripts(revision, why);
	if (online)
		(void) mig_online_store(revision->info.id);
	return PointerGetDatum(cstring_to_text(revision->info.id));
}

/* Fills in the scripts that lead from the live schemas to the model and back. */
static void
generate(MigStored *revision, List *renames)
{
	MigGenerated generated;

	if (revision->upgrade != NULL || revision->downgrade != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a revision is either written or generated"),
				 errhint("Leave out upgrade and downgrade, or autogenerate.")));
	mig_history_check_at_heads();
	generated = mig_autogenerate_model(renames);
	revision->upgrade = generated.upgrade;
	revision->downgrade = generated.downgrade;
	if (generated.losses != NULL)
		ereport(NOTICE,
				(errmsg("the upgrade of revision \"%s\" loses data", revision->info.id),
				 errdetail("It drops %s.", generated.losses),
				 errhint("If that is a rename, say so: renames => ARRAY['schema.old=new'] or, in the model, -- migrate:renamed-from schema.old.")));
	if (generated.upgrade[0] == '\0')
		ereport(NOTICE,
				(errmsg("no differences between the database and the model: revision \"%s\" is empty",
						revision->info.id),
				 errhint("Was the model brought up to date with migrate.set_model? Only the schemas in the setting \"migrate.schemas\" are compared.")));
}

/* Fills in the downgrade of a written upgrade; returns why not, or NULL. */
static const char *
derive(MigStored *revision)
{
	MigDerived	derived;

	if (revision->upgrade == NULL || revision->downgrade != NULL || !mig_derive_downgrades)
		return NULL;
	derived = mig_derive_downgrade(list_concat(list_copy(revision->info.down_revision),
											   revision->info.depends_on), revision->upgrade);
	revision->downgrade = derived.script;
	revision->derived = derived.script != NULL;
	if (derived.data != NIL || derived.losses != NULL)
		ereport(NOTICE,
				(errmsg("the derived downgrade of revision \"%s\" is for the schema only", revision->info.id),
				 derived.losses == NULL ? errdetail("It does not undo what the upgrade does to data.") :
				 errdetail("The upgrade loses the data of %s.", derived.losses),
				 errhint("SELECT migrate.edit('%s', downgrade => '...') replaces it.", revision->info.id)));
	return derived.reason;
}

Datum
migrate_revision(PG_FUNCTION_ARGS)
{
	MigDraft	draft = {
		.command = "migrate.revision",
		.message = text_arg(fcinfo, REVISION_MESSAGE, "empty message"),
		.rev_id = text_arg(fcinfo, REVISION_REV_ID, NULL),
		.heads = heads_arg(fcinfo, REVISION_HEAD),
		.splice = bool_arg(fcinfo, REVISION_SPLICE, false),
		.branch_label = list_arg(fcinfo, REVISION_BRANCH_LABEL, "branch_label"),
		.depends_on = list_arg(fcinfo, REVISION_DEPENDS_ON, "depends_on"),
		.transactional = bool_arg(fcinfo, REVISION_TRANSACTIONAL, true),
	};
	MigStored  *revision;

	revision = mig_history_draft(&draft);
	revision->upgrade = text_arg(fcinfo, REVISION_UPGRADE, NULL);
	revision->downgrade = text_arg(fcinfo, REVISION_DOWNGRADE, NULL);
	revision->verify = text_arg(fcinfo, REVISION_VERIFY, NULL);
	if (bool_arg(fcinfo, REVISION_AUTOGENERATE, false))
	{
		generate(revision, list_arg(fcinfo, REVISION_RENAMES, "renames"));
		return store(revision, NULL, bool_arg(fcinfo, REVISION_ONLINE, false));
	}
	if (!PG_ARGISNULL(REVISION_RENAMES))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("renames are for autogenerate"),
				 errhint("Write the renames into the upgrade, or add autogenerate => true.")));
	return store(revision, derive(revision), bool_arg(fcinfo, REVISION_ONLINE, false));
}

/*
 * What a draft does not have and the database does becomes its scripts; it is
 * applied already: its place in the marks is a stamp's to write.
 */
static Datum
capture(FunctionCallInfo fcinfo, MigStored *revision, List *renames)
{
	MigGenerated generated;
	MigStand	stand;

	mig_lock_guard();
	stand = mig_history_read_stand(MIG_DATABASE, true);
	mig_upgrade_check_snapshot(&stand);
	mig_history_check_at_heads();
	generated = mig_autogenerate_capture(revision->info.down_revision ?
										 linitial(revision->info.down_revision) : "base", renames);
	if (generated.upgrade[0] == '\0')
	{
		ereport(NOTICE,
				(errmsg("nothing to capture: the database is as its revisions left it")));
		PG_RETURN_NULL();
	}
	revision->upgrade = generated.upgrade;
	revision->downgrade = generated.downgrade;
	mig_history_insert(revision);
	mig_history_stamp_one(revision->info.id);
	PG_RETURN_TEXT_P(cstring_to_text(revision->info.id));
}

Datum
migrate_capture(PG_FUNCTION_ARGS)
{
	MigDraft	draft = {
		.command = "migrate.capture",
		.message = text_arg(fcinfo, 0, "empty message"),
		.rev_id = text_arg(fcinfo, 1, NULL),
		.heads = list_make1("head"),
		.transactional = true,
	};

	return capture(fcinfo, mig_history_draft(&draft), list_arg(fcinfo, 2, "renames"));
}

/* A database that was there before its history. */
Datum
migrate_baseline(PG_FUNCTION_ARGS)
{
	MigDraft	draft = {
		.command = "migrate.baseline",
		.message = text_arg(fcinfo, 0, "baseline"),
		.rev_id = text_arg(fcinfo, 1, NULL),
		.heads = list_make1("base"),
		.transactional = true,
	};
	MigStored  *revision = mig_history_draft(&draft);

	if (mig_history_graph()->n > 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("there are revisions already"),
				 errdetail("A baseline is the first revision; revision \"%s\" is there.",
						   mig_history_id(mig_history_graph(), 0)),
				 errhint("SELECT migrate.capture('...') makes a revision of what they do not have.")));
	return capture(fcinfo, revision, NIL);
}

Datum
migrate_merge(PG_FUNCTION_ARGS)
{
	MigDraft	draft = {
		.command = "migrate.merge",
		.heads = list_arg(fcinfo, 0, "revisions"),
		.rev_id = text_arg(fcinfo, 2, NULL),
		.branch_label = list_arg(fcinfo, 3, "branch_label"),
		.depends_on = list_arg(fcinfo, 4, "depends_on"),
		.transactional = true,
	};
	MigStored  *revision = mig_history_draft(&draft);

	if (list_length(revision->info.down_revision) < 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a merge needs two revisions or more"),
				 errhint("SELECT * FROM migrate.heads() shows the heads; ARRAY['heads'] is all of them.")));
	revision->info.message = text_arg(fcinfo, 1, psprintf("merge %s",
														  mig_text_join(revision->info.down_revision, ", ")));
	return store(revision, NULL, false);
}

/*
 * Who edits or removes waits for a migrator, who may be running that very
 * revision.
 */
Datum
migrate_edit(PG_FUNCTION_ARGS)
{
	const MigGraph *graph;
	int			rev;
	bool		scripts = !PG_ARGISNULL(1) || !PG_ARGISNULL(2) || !PG_ARGISNULL(3);
	MigStored  *revision;
	const char *why;

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the revision must not be null")));
	rev = mig_history_open("migrate.edit", text_arg(fcinfo, 0, NULL), &graph);
	mig_lock_guard();
	if (scripts)
		mig_history_check_unapplied(graph, rev, "edited");

	revision = mig_history_read(graph, rev);
	revision->upgrade = text_arg(fcinfo, 1, unconstify(char *, revision->upgrade));
	/* A downgrade that was derived from another upgrade is of no use. */
	if (!PG_ARGISNULL(2) || (revision->derived && !PG_ARGISNULL(1)))
	{
		revision->downgrade = text_arg(fcinfo, 2, NULL);
		revision->derived = false;
	}
	revision->verify = text_arg(fcinfo, 3, unconstify(char *, revision->verify));
	revision->info.message = text_arg(fcinfo, 4, unconstify(char *, revision->info.message));
	why = PG_ARGISNULL(1) ? NULL : derive(revision);
	mig_history_update(revision);
	if (scripts)
		mig_history_check_scripts(revision, why);
	PG_RETURN_VOID();
}

Datum
migrate_remove(PG_FUNCTION_ARGS)
{
	const MigGraph *graph;
	int			rev = mig_history_open("migrate.remove", text_to_cstring(PG_GETARG_TEXT_PP(0)), &graph);
	const char *id = mig_history_id(graph, rev);

	mig_lock_guard();
	mig_history_check_unapplied(graph, rev, "removed");
	if (graph->revs[rev]->nall_children > 0)
		ereport(ERROR,
				(errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
				 errmsg("revision \"%s\" can't be removed, because others follow it", id),
				 errdetail("Revision \"%s\" does.",
						   mig_history_id(graph, linitial_int(mig_history_children(graph, rev, true)))),
				 errhint("Remove those first.")));
	mig_history_delete(id);
	PG_RETURN_VOID();
}
