/*
 * store.c
 *	  Puts the online form of a stored revision into its place.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/compat.h"
#include "base/digest.h"
#include "history/author.h"
#include "history/journal.h"
#include "online/chain.h"
#include "online/store.h"
#include "run/lock.h"

#define ID_BYTES 6

/*
 * An id for the nth part of a revision: always the same, so that the same
 * revision has the same form in every database.
 */
static char *
part_id(const MigGraph *graph, const char *revision, int n)
{
	char	   *id = palloc0(2 * ID_BYTES + 1);

	do
	{
		text	   *texts[] = {cstring_to_text(revision), cstring_to_text(psprintf("%d", n))};

		hex_encode(VARDATA(mig_digest_texts(texts, lengthof(texts))), ID_BYTES, id);
		n += 1000;
	} while (mig_history_lookup(graph, id) >= 0);
	return id;
}

/* The nth of count parts, from 0, as a revision after the one before. */
static MigStored
make_part(const MigStored *revision, const MigLink *link, int n, int count, const char *id, const char *before)
{
	MigStored	part = {
		.info = {.id = id,.transactional = link->transactional},
		.upgrade = link->upgrade,
		.downgrade = link->downgrade,
		.derived = revision->derived,
	};

	part.info.message = count == 1 ? revision->info.message :
		psprintf("%s (%d of %d)", revision->info.message, n + 1, count);
	part.info.down_revision = n == 0 ? revision->info.down_revision : list_make1(unconstify(char *, before));
	if (n == 0)
	{
		part.info.depends_on = revision->info.depends_on;
		part.info.branch_label = revision->info.branch_label;
	}
	if (n == count - 1)
		part.verify = revision->verify;
	return part;
}

static List *
replace(const MigGraph *graph, const MigStored *revision, const List *links)
{
	int			count = list_length(links);
	List	   *ids = NIL;
	const char *before = NULL;

	for (int n = 0; n < count - 1; n++)
		ids = lappend(ids, part_id(graph, revision->info.id, n));
	ids = lappend(ids, unconstify(char *, revision->info.id));

	/* The graph is not read before the last part is stored, which others follow. */
	mig_history_delete(revision->info.id);
	for (int n = 0; n < count; n++)
	{
		MigStored	part = make_part(revision, list_nth(links, n), n, count, list_nth(ids, n), before);

		mig_history_insert(&part);
		before = part.info.id;
	}
	return ids;
}

/* Is it what an upgrade to it would run now, and nothing else? */
static bool
is_next(const char *id)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);

	return list_length(mig_history_upgrade(stand.graph, stand.marks, id)->revs) == 1;
}

List *
mig_online_store(const char *name)
{
	const MigGraph *graph;
	int			rev = mig_history_open("migrate.online", name, &graph);
	MigStored  *revision;
	List	   *links = NIL;

	mig_lock_guard();
	mig_history_check_unapplied(graph, rev, "rewritten");
	revision = mig_history_read(graph, rev);
	if (revision->upgrade != NULL)
		links = mig_online_chain(revision, is_next(revision->info.id));
	if (links != NIL)
		return replace(graph, revision, links);
	ereport(NOTICE,
			(errmsg("revision \"%s\" stays as it is", revision->info.id),
			 errdetail("None of its statements has an online form that it needs.")));
	return list_make1(unconstify(char *, revision->info.id));
}
