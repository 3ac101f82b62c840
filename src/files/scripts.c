/*
 * scripts.c
 *	  What is wrong with the scripts of a revision that came in a file.
 */
#include "postgres.h"

#include "tcop/cmdtag.h"

#include "base/script.h"
#include "base/subxact.h"
#include "files/scripts.h"

static const char *const script_names[] = {"upgrade", "downgrade", "verify"};

#define VERIFY 2

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

static void
find_toplevel(MigIncoming *one, const Cutting *cutting, int line, bool verify, MigProblems *problems)
{
	for (int i = 0; i < cutting->cut->nstmts; i++)
	{
		const MigStmt *stmt = &cutting->cut->stmts[i];

		if (!(stmt->flags & MIG_STMT_TOPLEVEL))
			continue;
		if (one->loose && !verify)
		{
			one->stored.info.transactional = false;
			return;
		}
		mig_files_complain(problems, one->file, line + stmt->line - 1,
						   "%s refuses a transaction block", GetCommandTagName(stmt->command));
		mig_files_hint(problems, verify ? "A verify script runs in a transaction: leave the statement out."
					   : "A line \"-- transactional: no\" in the header makes it a revision for CALL migrate.deploy().");
	}
}

static void
check_script(MigIncoming *one, int which, const char *script, bool warn, MigProblems *problems)
{
	Cutting		cutting = {psprintf("%s, %s script", one->file, script_names[which]), script, NULL};
	int			line = Max(one->at.scripts[which], 1);
	struct ErrorData *error;

	if (script == NULL)
		return;
	error = mig_subxact_try(cut, &cutting, true);
	if (error != NULL && warn)
		ereport(WARNING,
				(errcode(error->sqlerrcode),
				 errmsg("%s: the %s script, which begins in line %d, does not parse: %s", one->file,
						script_names[which], line, error->message),
				 error->context ? errdetail_internal("%.*s", (int) strcspn(error->context, "\n"), error->context) : 0,
				 error->hint ? errhint("%s", error->hint) : 0));
	else if (error == NULL && (one->stored.info.transactional || which == VERIFY))
		find_toplevel(one, &cutting, line, which == VERIFY, problems);
}

void
mig_files_check_scripts(MigIncoming *one, bool warn, MigProblems *problems)
{
	check_script(one, 0, one->stored.upgrade, warn, problems);
	check_script(one, 1, one->stored.downgrade, warn, problems);
	check_script(one, VERIFY, one->stored.verify, warn, problems);
}
