/*
 * target.c
 *	  What the target of an upgrade or a downgrade means.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/errors.h"
#include "history/target.h"

/* What a walk returns that ran past the end. */
#define PAST_END (-2)

/* A relative target: branch@symbol+n, where branch and symbol may be missing. */
typedef struct Relative
{
	const char *text;			/* the whole target */
	const char *steps;			/* "+2", as it was written */
	const char *branch;			/* or NULL */
	const char *symbol;			/* or NULL */
	int			n;
} Relative;

/* "+2", "-1": its value, kept within what an int holds. */
static bool
parse_steps(const char *text, int *n)
{
	int64		value = 0;
	const char *p = text + 1;

	if ((*text != '+' && *text != '-') || *p == '\0')
		return false;
	for (; *p >= '0' && *p <= '9'; p++)
		value = Min(value * 10 + (*p - '0'), PG_INT32_MAX);
	*n = (int) (*text == '-' ? -value : value);
	return *p == '\0';
}

/* The last sign in a symbol; its end when there is none. */
static const char *
last_sign(const char *symbol)
{
	const char *sign = symbol + strlen(symbol);

	for (const char *p = symbol; *p != '\0'; p++)
		if (*p == '+' || *p == '-')
			sign = p;
	return sign;
}

/* An id may have a hyphen in it: what is an id as it stands is no step. */
static bool
parse_relative(const MigGraph *graph, const char *target, Relative *rel)
{
	const char *at = strchr(target, '@');
	const char *symbol = at ? at + 1 : target;
	const char *sign = last_sign(symbol);

	rel->text = target;
	rel->steps = sign;
	rel->branch = at ? pnstrdup(target, at - target) : NULL;
	rel->symbol = sign > symbol ? pnstrdup(symbol, sign - symbol) : NULL;
	return at != target && mig_history_lookup(graph, symbol) < 0 &&
		parse_steps(sign, &rel->n);
}

pg_noreturn static void
fail_ambiguous(const char *target, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_MIG_AMBIGUOUS),
			 errmsg("Relative revision \"%s\" is ambiguous", target),
			 errdetail("%s", detail),
			 errhint("Name a revision, or a branch as in \"label@+1\".")));
}

pg_noreturn static void
fail_past_end(const Relative *rel)
{
	ereport(ERROR,
			(errcode(ERRCODE_MIG_OUT_OF_RANGE),
			 errmsg("Relative revision \"%s\" didn't produce %d migrations",
					rel->text, abs(rel->n)),
			 errhint("SELECT * FROM migrate.history() shows the revisions, migrate.current() where the database stands.")));
}

/* rel->n steps up from rev, on the branch of rel if it has one. */
static int
walk_up(const MigGraph *graph, int rev, const Relative *rel, bool clamp)
{
	bool	   *lineage = NULL;

	if (rel->branch != NULL)
		lineage = mig_history_lineage(graph, rel->branch, false);
	for (int i = 0; i < rel->n; i++)
	{
		List	   *children = rev == MIG_BASE ? mig_history_bases(graph, false)
			: mig_history_children(graph, rev, false);

		children = mig_history_filter(children, lineage);
		if (children == NIL)
			return clamp ? rev : PAST_END;
		if (list_length(children) > 1)
			fail_ambiguous(rel->text,
						   rev == MIG_BASE ? "The history has several bases."
						   : psprintf("Revision \"%s\" has several children.",
									  mig_history_id(graph, rev)));
		rev = linitial_int(children);
	}
	return rev;
}

/* n steps down from rev. */
static int
walk_down(const MigGraph *graph, int rev, int n, const char *target)
{
	for (int i = 0; i < n; i++)
	{
		const MigRevision *r;

		if (rev == MIG_BASE)
			return PAST_END;
		r = graph->revs[rev];
		if (r->ndown > 1)
			fail_ambiguous(target, psprintf("Revision \"%s\" has several parents.", r->id));
		rev = r->ndown == 0 ? MIG_BASE : r->parents[0];
	}
	return rev;
}

int
mig_history_walk_down(const MigGraph *graph, int rev, int n)
{
	int			end = walk_down(graph, rev, n, psprintf("-%d", n));

	return end == PAST_END ? MIG_BASE : end;
}

int
mig_history_steps_down(const char *target)
{
	int			n;

	return *target == '-' && parse_steps(target, &n) ? -n : 0;
}

/* The name that a relative target starts from. */
static int
start_of(const MigGraph *graph, const Relative *rel)
{
	return mig_history_resolve_one(graph, rel->branch == NULL ? rel->symbol :
								   psprintf("%s@%s", rel->branch, rel->symbol));
}

/* Of a set, those that are no parent of another in it, descending. */
static List *
tips(const MigGraph *graph, const bool *set, bool deps)
{
	bool	   *covered = mig_history_set(graph, NIL);
	List	   *found = NIL;

	for (int i = graph->n - 1; i >= 0; i--)
	{
		const MigRevision *rev = graph->revs[i];

		if (!set[i])
			continue;
		if (!covered[i])
			found = lappend_int(found, i);
		for (int k = (deps ? rev->nall : rev->ndown) - 1; k >= 0; k--)
			covered[rev->parents[k]] = true;
	}
	return found;
}

/*
 * Where label@+N starts: at the mark on the branch; or, when the marks are
 * beyond it, at what is applied of it; or at its base.
 */
static List *
branch_starts(const MigGraph *graph, List *marks, const char *branch)
{
	bool	   *lineage = mig_history_lineage(graph, branch, false);
	List	   *starts = mig_history_filter(marks, lineage);
	bool	   *active;

	if (starts != NIL)
		return starts;
	active = mig_history_set(graph, marks);
	mig_history_add_ancestors(graph, active, true);
	for (int i = 0; lineage != NULL && i < graph->n; i++)
		active[i] &= lineage[i];
	return tips(graph, active, true);
}

/* N steps up from where the database stands. */
static int
up_from_marks(const MigGraph *graph, List *marks, const Relative *rel, bool clamp)
{
	List	   *starts = rel->branch ? branch_starts(graph, marks, rel->branch) : marks;

	if (list_length(starts) > 1)
		fail_ambiguous(rel->text, "The database stands at several revisions.");
	return walk_up(graph, starts == NIL ? MIG_BASE : linitial_int(starts), rel, clamp);
}

List *
mig_history_up_target(const MigGraph *graph, List *marks, const char *target, bool clamp)
{
	Relative	rel;
	int			rev = PAST_END;

	if (!parse_relative(graph, target, &rel))
		return mig_history_resolve(graph, target);

	if (rel.symbol != NULL && rel.n > 0)
		rev = walk_up(graph, mig_history_resolve_one(graph, rel.symbol), &rel, clamp);
	else if (rel.symbol != NULL)
		rev = walk_down(graph, start_of(graph, &rel), -rel.n, target);
	else if (rel.n > 0)
		rev = up_from_marks(graph, marks, &rel, clamp);

	if (rev == PAST_END && clamp && rel.symbol != NULL)
		rev = MIG_BASE;
	if (rev == PAST_END)
		fail_past_end(&rel);
	return rev == MIG_BASE ? NIL : list_make1_int(rev);
}

/* Where -N starts: at the mark, or at what is applied of the branch. */
static int
down_start(const MigGraph *graph, List *marks, const Relative *rel)
{
	List	   *starts = marks;

	if (rel->branch != NULL)
	{
		bool	   *lineage = mig_history_lineage(graph, rel->branch, false);

		starts = mig_history_filter(marks, lineage);
		if (starts == NIL)
		{
			bool	   *active = mig_history_set(graph, marks);

			mig_history_add_ancestors(graph, active, true);
			starts = mig_history_filter(tips(graph, active, false), lineage);
		}
	}
	if (starts == NIL)
		fail_past_end(rel);
	if (list_length(starts) > 1)
		fail_ambiguous(rel->text, "The database stands at several revisions.");
	return linitial_int(starts);
}

/* N steps down from where the database stands: only what is above falls. */
static MigDownTarget
down_from_marks(const MigGraph *graph, List *marks, const Relative *rel)
{
	int			start = down_start(graph, marks, rel);
	MigDownTarget result;

	result.branch = rel->branch ? rel->branch : mig_history_id(graph, start);
	result.rev = walk_down(graph, start, -rel->n, rel->text);
	return result;
}

MigDownTarget
mig_history_down_target(const MigGraph *graph, List *marks, const char *target)
{
	Relative	rel;
	MigDownTarget result = {NULL, PAST_END};

	if (!parse_relative(graph, target, &rel))
	{
		const char *at = strrchr(target, '@');

		result.branch = at ? pnstrdup(target, at - target) : NULL;
		result.rev = mig_history_resolve_one(graph, target);
		return result;
	}

	result.branch = rel.branch;
	if (rel.symbol != NULL && *rel.steps == '+')
		result.rev = walk_up(graph, mig_history_resolve_one(graph, rel.symbol), &rel, false);
	else if (rel.symbol != NULL)
		result.rev = walk_down(graph, start_of(graph, &rel), -rel.n, target);
	else if (*rel.steps == '-')
		result = down_from_marks(graph, marks, &rel);
	if (result.rev == PAST_END)
		fail_past_end(&rel);
	return result;
}

List *
mig_history_any_target(const MigGraph *graph, List *marks, const char *target, bool clamp)
{
	Relative	rel;
	MigDownTarget down;

	if (!parse_relative(graph, target, &rel) || rel.symbol != NULL || *rel.steps == '+')
		return mig_history_up_target(graph, marks, target, clamp);
	down = mig_history_down_target(graph, marks, target);
	return down.rev == MIG_BASE ? NIL : list_make1_int(down.rev);
}
