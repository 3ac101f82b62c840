/*
 * store.c
 *	  A whole set of revisions that came in files becomes the stored one.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/errors.h"
#include "base/text.h"
#include "files/check.h"
#include "files/compare.h"
#include "files/scripts.h"
#include "files/store.h"
#include "files/write.h"
#include "history/author.h"

/* The edited revisions whose differences an error shows. */
#define SHOWN_EDITS 5

static bool
same_names(List *a, List *b)
{
	ListCell   *la;
	ListCell   *lb;

	if (list_length(a) != list_length(b))
		return false;
	forboth(la, a, lb, b)
		if (strcmp(lfirst(la), lfirst(lb)) != 0)
			return false;
	return true;
}

/* Does the new revision run something else, or elsewhere, than the old? */
static bool
acts_otherwise(const MigStored *old, const MigStored *new)
{
	/* Of upgrades, none and an empty one do the same. */
	return !mig_files_same(old->upgrade ? old->upgrade : "", new->upgrade ? new->upgrade : "") ||
		!mig_files_same(old->downgrade, new->downgrade) ||
		!mig_files_same(old->verify, new->verify) ||
		old->info.transactional != new->info.transactional ||
		!same_names(old->info.down_revision, new->info.down_revision) ||
		!same_names(old->info.depends_on, new->info.depends_on);
}

static bool
reads_otherwise(const MigStored *old, const MigStored *new)
{
	return strcmp(old->info.message, new->info.message) != 0 ||
		!same_names(old->info.branch_label, new->info.branch_label);
}

/* Scripts that differ in white space only stay as they are stored. */
static void
keep_scripts(const MigStored *old, MigStored *new)
{
	if (mig_files_same(old->upgrade ? old->upgrade : "", new->upgrade ? new->upgrade : ""))
		new->upgrade = old->upgrade;
	if (mig_files_same(old->downgrade, new->downgrade))
	{
		new->downgrade = old->downgrade;
		new->derived = old->derived;
	}
	if (mig_files_same(old->verify, new->verify))
		new->verify = old->verify;
	new->created_at = old->created_at;
}

/* The stored revision of that id, or NULL. */
static MigStored *
read_stored(const MigGraph *graph, const char *id)
{
	int			rev = mig_history_lookup(graph, id);

	if (rev < 0 || strcmp(mig_history_id(graph, rev), id) != 0)
		return NULL;
	return mig_history_read(graph, rev);
}

static void
judge(MigIncoming *one, const MigGraph *graph)
{
	const MigStored *old = read_stored(graph, one->stored.info.id);

	if (old == NULL)
		one->fate = MIG_ADDED;
	else if (acts_otherwise(old, &one->stored) || reads_otherwise(old, &one->stored))
	{
		one->fate = MIG_UPDATED;
		keep_scripts(old, &one->stored);
	}
	else
		one->fate = MIG_UNCHANGED;
}

bool
mig_files_plan(List *incoming, bool warn, MigProblems *problems)
{
	const MigGraph *graph = mig_history_graph();
	bool		any = false;
	ListCell   *lc;

	mig_files_chain(incoming, graph, problems);
	mig_files_check(incoming, graph, problems);
	foreach(lc, incoming)
	{
		MigIncoming *one = lfirst(lc);

		judge(one, graph);
		if (one->fate != MIG_UNCHANGED)
			mig_files_check_scripts(one, warn, problems);
		any |= one->fate != MIG_UNCHANGED;
	}
	mig_files_raise(problems);
	return any;
}

bool
mig_files_agrees(MigIncoming *one)
{
	MigProblems problems = {NIL};

	mig_files_chain(list_make1(one), mig_history_graph(), &problems);
	judge(one, mig_history_graph());
	return problems.lines == NIL && one->fate == MIG_UNCHANGED;
}

bool
mig_files_changes_stored(const List *incoming)
{
	ListCell   *lc;

	foreach(lc, incoming)
		if (((MigIncoming *) lfirst(lc))->fate == MIG_UPDATED)
			return true;
	return false;
}

/* Raises MG020 for those that are applied and would act otherwise. */
static void
refuse_edits(List *incoming, const MigGraph *graph)
{
	const bool *applied = mig_history_applied_anywhere(graph);
	const char *first = NULL;
	int			n = 0;
	StringInfoData detail;
	ListCell   *lc;

	initStringInfo(&detail);
	foreach(lc, incoming)
	{
		const MigIncoming *one = lfirst(lc);
		MigStored  *old;

		if (one->fate != MIG_UPDATED || !applied[mig_history_lookup(graph, one->stored.info.id)])
			continue;
		old = read_stored(graph, one->stored.info.id);
		if (!acts_otherwise(old, &one->stored) || n++ >= SHOWN_EDITS)
			continue;
		first = first ? first : one->stored.info.id;
		appendStringInfo(&detail, "%s%s, compared with what is stored:\n%s", detail.len > 0 ? "\n" : "",
						 one->file, mig_files_difference(mig_files_text(old), mig_files_text(&one->stored)));
	}
	if (n > 0)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_EDITED),
				 n == 1 ? errmsg("revision \"%s\" was edited after it was applied", first)
				 : errmsg("revision \"%s\" and %d more were edited after they were applied", first, n - 1),
				 errdetail_internal("%s", detail.data),
				 errhint("Put the file back as it was, and what changes into a new revision; or downgrade below the revision first.")));
}

void
mig_files_store(List *incoming)
{
	const MigGraph *graph = mig_history_graph();
	ListCell   *lc;

	if (mig_files_changes_stored(incoming))
		refuse_edits(incoming, graph);

	/* In no order that the session's graph could follow. */
	mig_history_forget_graph();
	foreach(lc, incoming)
	{
		const MigIncoming *one = lfirst(lc);

		if (one->fate == MIG_ADDED)
			mig_history_insert(&one->stored);
		else if (one->fate == MIG_UPDATED)
			mig_history_replace(&one->stored);
	}
	(void) mig_history_graph();
}
