/*
 * check.c
 *	  What is wrong with a revision's scripts, said when it is stored.
 */
#include "postgres.h"

#include "tcop/cmdtag.h"

#include "base/errors.h"
#include "base/script.h"
#include "base/subxact.h"
#include "history/check.h"

/* A script to be cut, and its statements then. */
typedef struct Cutting
{
	const char *what;
	const char *script;
	MigCut	   *cut;
} Cutting;

static void
cut(void *arg)
{
	Cutting    *cutting = arg;

	cutting->cut = mig_script_cut(cutting->what, cutting->script);
}

/* A verify script runs in a subtransaction, whatever runs the revision. */
static void
refuse_toplevel(const MigStored *revision, const Cutting *cutting, bool verify)
{
	for (int i = 0; i < cutting->cut->nstmts; i++)
	{
		const MigStmt *stmt = &cutting->cut->stmts[i];

		if (stmt->flags & MIG_STMT_TOPLEVEL)
			ereport(ERROR,
					(errcode(ERRCODE_MIG_NEEDS_DEPLOY),
					 errmsg("revision \"%s\" has a statement that refuses a transaction block",
							revision->info.id),
					 errdetail("%s, statement %d, line %d: %s.", cutting->what, i + 1, stmt->line,
							   GetCommandTagName(stmt->command)),
					 verify ? errhint("A verify script only looks, and what it changes is undone: leave the statement out.")
					 : errhint("Store it in a revision of its own with transactional => false, which CALL migrate.deploy() runs.")));
	}
}

static void
check_script(const MigStored *revision, const char *kind, const char *script, bool verify)
{
	Cutting		cutting = {psprintf("%s script", kind), script, NULL};
	ErrorData  *error;

	if (script == NULL)
		return;
	error = mig_subxact_try(cut, &cutting, true);
	if (error != NULL)
		ereport(WARNING,
				(errcode(error->sqlerrcode),
				 errmsg("the %s script of revision \"%s\" does not parse: %s",
						kind, revision->info.id, error->message),
				 error->context ? errdetail("%s", error->context) : 0,
				 error->hint ? errhint("%s", error->hint) : 0));
	else if (revision->info.transactional || verify)
		refuse_toplevel(revision, &cutting, verify);
}

void
mig_history_check_scripts(const MigStored *revision, const char *why)
{
	check_script(revision, "upgrade", revision->upgrade, false);
	check_script(revision, "downgrade", revision->downgrade, false);
	check_script(revision, "verify", revision->verify, true);
	if (revision->upgrade != NULL && revision->downgrade == NULL)
		ereport(WARNING,
				(errcode(ERRCODE_MIG_IRREVERSIBLE),
				 errmsg("revision \"%s\" is stored as irreversible", revision->info.id),
				 why ? errdetail("Its downgrade could not be derived: %s", why)
				 : errdetail("It has an upgrade script, but no downgrade script."),
				 errhint("SELECT migrate.edit('%s', downgrade => '...') adds one; an empty string is a downgrade that does nothing.",
						 revision->info.id)));
}
