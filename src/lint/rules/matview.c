/*
 * matview.c
 *	  Rules about materialized views.
 */
#include "postgres.h"

#include "base/text.h"
#include "lint/rules.h"
#include "lint/say.h"

/* A unique index of columns, of all rows: what CONCURRENTLY needs. */
static bool
has_key(const MigTable *table)
{
	ListCell   *lc;

	foreach(lc, table->indexes)
	{
		const MigIndex *index = lfirst(lc);

		if (index->unique && index->valid && !index->partial && !mig_text_among(index->columns, ""))
			return true;
	}
	return false;
}

static void
check_refresh(MigLint *lint, Node *node)
{
	RefreshMatViewStmt *refresh = castNode(RefreshMatViewStmt, node);
	const char *name = mig_say_relation(lint->relation);

	if (refresh->concurrent)
		return;
	mig_lint_report(lint,
					psprintf("refreshing %s%s lets nobody else read it for as long as its query runs", name,
							 mig_say_rows(lint->table)),
					refresh->skipData ? NULL :
					psprintf("%sREFRESH MATERIALIZED VIEW CONCURRENTLY %s;",
							 has_key(lint->table) ? "" : psprintf("-- with a unique index on columns of %s, which CONCURRENTLY needs:\n", name),
							 name));
}

const MigRule mig_rule_refresh = {
	.name = "refresh",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "REFRESH lets nobody else read the materialized view for as long as its query runs.",
	.nodes = {T_RefreshMatViewStmt},
	.check = check_refresh,
};

static void
check_key(MigLint *lint, Node *node)
{
	if (castNode(RefreshMatViewStmt, node)->concurrent && mig_scene_known(lint->table) && !has_key(lint->table))
		mig_lint_report(lint,
						psprintf("refreshing %s concurrently fails: it has no unique index of columns, on all rows",
								 mig_say_relation(lint->relation)),
						psprintf("-- CREATE UNIQUE INDEX CONCURRENTLY ON %s (...) first", mig_say_relation(lint->relation)));
}

const MigRule mig_rule_refresh_concurrently = {
	.name = "refresh-concurrently",
	.severity = MIG_ERROR,
	.does = MIG_DOES_FAIL,
	.summary = "REFRESH ... CONCURRENTLY needs a unique index of columns, on all rows.",
	.nodes = {T_RefreshMatViewStmt},
	.check = check_key,
};
