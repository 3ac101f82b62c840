/*
 * review.c
 *	  Lint over revisions.
 *
 * Scripts are judged in the order in which they would run: the upgrades of what
 * is pending, then their downgrades from the last to the first.  Each finds the
 * schema as those before it would leave it.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/memutils.h"

#include "base/errors.h"
#include "base/settings.h"
#include "history/range.h"
#include "history/resolve.h"
#include "history/revision.h"
#include "run/leg.h"
#include "run/review.h"

/* A revision under review. */
typedef struct Candidate
{
	const MigStored *stored;
	bool		merge;
	bool		asked;			/* else it only comes before one that is */
	MigReview	up;
	MigReview	down;
} Candidate;

static void
judge(struct MigScene *scene, Candidate *candidate, bool downgrade, bool applied)
{
	const MigRevisionInfo *info = &candidate->stored->info;
	const char *script = downgrade ? candidate->stored->downgrade : candidate->stored->upgrade;
	MigSheet	sheet = {
		.what = psprintf("revision %s, %s script", info->id, downgrade ? "downgrade" : "upgrade"),
		.script = script,
		.downgrade = downgrade,
		.transactional = info->transactional,
		.applied = applied,
		.wanted = downgrade ? candidate->stored->upgrade != NULL : !candidate->merge,
	};
	MigReview  *review = downgrade ? &candidate->down : &candidate->up;

	review->revision = info->id;
	review->downgrade = downgrade;
	review->findings = mig_lint_script(scene, &sheet);
}

static Candidate *
make_candidate(const MigGraph *graph, int rev, bool asked)
{
	Candidate  *candidate = palloc0(sizeof(Candidate));

	candidate->stored = mig_history_read(graph, rev);
	candidate->merge = graph->revs[rev]->ndown > 1;
	candidate->asked = asked;
	return candidate;
}

/* An applied revision: what it made is in the catalogs, what it undoes, too. */
static Candidate *
review_applied(const MigGraph *graph, int rev)
{
	Candidate  *candidate = make_candidate(graph, rev, true);

	judge(mig_lint_scene(), candidate, false, true);
	judge(mig_lint_scene(), candidate, true, false);
	return candidate;
}

/* Revisions that are not applied, one after the other and back again. */
static List *
review_pending(const MigGraph *graph, const bool *pending, const bool *asked)
{
	struct MigScene *scene = mig_lint_scene();
	List	   *candidates = NIL;

	for (int i = 0; i < graph->n; i++)
		if (pending[i])
		{
			Candidate  *candidate = make_candidate(graph, i, asked[i]);

			judge(scene, candidate, false, false);
			candidates = lappend(candidates, candidate);
		}
	for (int i = list_length(candidates) - 1; i >= 0; i--)
		judge(scene, list_nth(candidates, i), true, false);
	return candidates;
}

/* The revisions that are asked for, as a set. */
static bool *
find_asked(const MigStand *stand, const bool *applied, const char *what)
{
	const MigGraph *graph = stand->graph;
	bool	   *asked;

	if (strcmp(what, MIG_PENDING) != 0)
		return mig_history_set(graph, strchr(what, ':') != NULL ?
							   mig_history_range(graph, stand->marks, what) :
							   mig_history_resolve(graph, what));
	asked = mig_history_set(graph, NIL);
	for (int i = 0; i < graph->n; i++)
		asked[i] = !applied[i];
	return asked;
}

/* What is not applied, and is asked for or comes before what is. */
static bool *
find_pending(const MigGraph *graph, const bool *applied, const bool *asked)
{
	bool	   *pending = palloc0(Max(1, graph->n) * sizeof(bool));

	memcpy(pending, asked, graph->n * sizeof(bool));
	mig_history_add_ancestors(graph, pending, true);
	for (int i = 0; i < graph->n; i++)
		pending[i] = pending[i] && !applied[i];
	return pending;
}

List *
mig_review_stored(const char *what)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	const MigGraph *graph = stand.graph;
	bool	   *applied;
	bool	   *asked;
	List	   *candidates = NIL;
	List	   *reviews = NIL;
	ListCell   *lc;

	mig_history_check_marks(&stand);
	applied = mig_history_applied(graph, stand.marks);
	asked = find_asked(&stand, applied, what);
	for (int i = 0; i < graph->n; i++)
		if (asked[i] && applied[i])
			candidates = lappend(candidates, review_applied(graph, i));
	candidates = list_concat(candidates, review_pending(graph, find_pending(graph, applied, asked), asked));

	foreach(lc, candidates)
	{
		Candidate  *candidate = lfirst(lc);

		if (candidate->asked)
			reviews = lappend(lappend(reviews, &candidate->up), &candidate->down);
	}
	return reviews;
}

/* Where a finding is, for a message. */
static const char *
place(const MigLeg *leg, const MigFinding *finding)
{
	const char *script = psprintf("revision %s, %s script", leg->revision, mig_leg_direction(leg));

	if (finding->statement == 0)
		return script;
	return psprintf("%s, statement %d, line %d", script, finding->statement, finding->line);
}

static void
warn(const MigLeg *leg, const MigFinding *finding)
{
	ereport(WARNING,
			(errcode(ERRCODE_MIG_LINT),
			 errmsg("%s", finding->message),
			 errdetail("%s: rule %s.", place(leg, finding), mig_lint_rule_name(finding)),
			 finding->safer ? errhint("%s", finding->safer) : 0));
}

/* Either warns, or adds to the list of what refuses the run. */
static void
weigh(const MigLeg *leg, const MigFinding *finding, StringInfo refused, int *count)
{
	if (finding->severity == MIG_ERROR && mig_lint_level == MIG_LINT_ERROR)
	{
		appendStringInfo(refused, "%s%s: %s (rule %s).", refused->len > 0 ? "\n" : "",
						 place(leg, finding), finding->message, mig_lint_rule_name(finding));
		(*count)++;
	}
	else if (finding->severity >= MIG_WARNING)
		warn(leg, finding);
}

static List *
judge_leg(struct MigScene *scene, const MigLeg *leg)
{
	MigSheet	sheet = {
		.what = psprintf("revision %s, %s script", leg->revision, mig_leg_direction(leg)),
		.script = leg->script,
		.downgrade = leg->downgrade,
		.transactional = leg->transactional,
	};

	return mig_lint_script(scene, &sheet);
}

static void
review_legs(const List *legs)
{
	struct MigScene *scene = mig_lint_scene();
	StringInfoData refused;
	int			count = 0;
	ListCell   *lc;
	ListCell   *finding;

	initStringInfo(&refused);
	foreach(lc, legs)
		foreach(finding, judge_leg(scene, lfirst(lc)))
			weigh(lfirst(lc), lfirst(finding), &refused, &count);
	if (count > 0)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_LINT),
				 errmsg_plural("lint refuses %d statement", "lint refuses %d statements", count, count),
				 errdetail("%s", refused.data),
				 errhint("SELECT * FROM migrate.lint() shows a safer way; a comment \"-- migrate:lint-ignore rule reason\" before the statement lets it pass, and migrate.lint_level = 'warn' all of them.")));
}

void
mig_review_legs(const List *legs)
{
	MemoryContext cxt;
	MemoryContext old;

	if (mig_lint_level == MIG_LINT_OFF || legs == NIL)
		return;
	cxt = AllocSetContextCreate(CurrentMemoryContext, "migrate review", ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(cxt);
	review_legs(legs);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(cxt);
}
