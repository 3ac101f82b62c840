/*
 * steps.c
 *	  From where the database stands to a target: which steps, in which order,
 *	  and where it stands after each.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/errors.h"
#include "history/sort.h"
#include "history/steps.h"
#include "history/target.h"

const char *const mig_direction_names[] = {
	[MIG_UPGRADE] = "upgrade",
	[MIG_DOWNGRADE] = "downgrade",
	[MIG_STAMP] = "stamp",
};

/* Where a walk is. */
struct MigWalk
{
	const MigGraph *graph;
	MigDirection direction;
	bool	   *marks;
	int			nmarks;
	bool	   *applied;
	int		   *children;		/* how many applied children each has */
	int		   *visited;		/* the search in which it was last seen */
	int			search;
};

bool *
mig_history_applied(const MigGraph *graph, List *marks)
{
	bool	   *applied = mig_history_set(graph, marks);

	mig_history_add_ancestors(graph, applied, true);
	return applied;
}

static void
set_mark(MigWalk *walk, int rev, bool on)
{
	if (walk->marks[rev] != on)
		walk->nmarks += on ? 1 : -1;
	walk->marks[rev] = on;
}

/* rev was applied (by = 1) or undone (by = -1). */
static void
count_child(MigWalk *walk, int rev, int by)
{
	const MigRevision *r = walk->graph->revs[rev];

	walk->applied[rev] = by > 0;
	for (int k = 0; k < r->nall; k++)
		walk->children[r->parents[k]] += by;
}

MigWalk *
mig_history_walk_begin(const MigGraph *graph, const MigSteps *steps)
{
	MigWalk    *walk = palloc0(sizeof(MigWalk));
	bool	   *applied = mig_history_applied(graph, steps->before);

	walk->graph = graph;
	walk->direction = steps->direction;
	walk->marks = mig_history_set(graph, steps->before);
	walk->nmarks = list_length(steps->before);
	walk->applied = applied;
	walk->children = palloc0(Max(graph->n, 1) * sizeof(int));
	walk->visited = palloc0(Max(graph->n, 1) * sizeof(int));
	for (int i = 0; i < graph->n; i++)
		if (applied[i])
			count_child(walk, i, 1);
	return walk;
}

/* An upgrade's mark takes the place of those of its parents. */
static void
step_up(MigWalk *walk, int rev)
{
	const MigRevision *r = walk->graph->revs[rev];

	for (int k = 0; k < r->nparents; k++)
		set_mark(walk, r->parents[k], false);
	set_mark(walk, rev, true);
	count_child(walk, rev, 1);
}

/* Is rev implied by one of the marks that are in others? */
static bool
is_implied(MigWalk *walk, int rev, const bool *others)
{
	List	   *todo = list_make1_int(rev);

	walk->search++;
	while (todo != NIL)
	{
		int			at = llast_int(todo);
		const MigRevision *r = walk->graph->revs[at];

		todo = list_delete_last(todo);
		if (others[at])
			return true;
		for (int e = r->first_edge; e >= 0; e = walk->graph->edges[e].next)
		{
			int			child = walk->graph->edges[e].child;

			if (walk->applied[child] && walk->visited[child] != walk->search)
			{
				walk->visited[child] = walk->search;
				todo = lappend_int(todo, child);
			}
		}
	}
	return false;
}

/*
 * A downgrade's mark leaves one on each parent that no other mark implies.  A
 * parent with an applied child is implied by a mark; only when the step undoes
 * a merge that mark may be another parent's, which does not count.  (It does
 * when there is no mark but these: so the peers have it.)
 */
static void
step_down(MigWalk *walk, int rev)
{
	const MigRevision *r = walk->graph->revs[rev];
	List	   *left = NIL;
	ListCell   *lc;

	set_mark(walk, rev, false);
	count_child(walk, rev, -1);
	for (int k = 0; k < r->nparents; k++)
	{
		int			parent = r->parents[k];

		if (walk->children[parent] == 0 ||
			(r->nparents > 1 && walk->nmarks > 0 && !is_implied(walk, parent, walk->marks)))
			left = lappend_int(left, parent);
	}
	foreach(lc, left)
		set_mark(walk, lfirst_int(lc), true);
}

void
mig_history_walk_step(MigWalk *walk, int rev)
{
	if (walk->direction == MIG_UPGRADE)
		step_up(walk, rev);
	else
		step_down(walk, rev);
}

List *
mig_history_walk_marks(const MigWalk *walk)
{
	return mig_history_members(walk->graph, walk->marks);
}

/* Fills in steps->after. */
static MigSteps *
finish(const MigGraph *graph, MigSteps *steps)
{
	MigWalk    *walk;
	ListCell   *lc;

	steps->after = steps->before;
	if (steps->revs == NIL)
		return steps;
	walk = mig_history_walk_begin(graph, steps);
	foreach(lc, steps->revs)
		mig_history_walk_step(walk, lfirst_int(lc));
	steps->after = mig_history_walk_marks(walk);
	return steps;
}

static MigSteps *
create(MigDirection direction, List *marks)
{
	MigSteps   *steps = palloc0(sizeof(MigSteps));

	steps->direction = direction;
	steps->before = list_copy(marks);
	list_sort(steps->before, list_int_cmp);
	return steps;
}

MigSteps *
mig_history_upgrade(const MigGraph *graph, List *marks, const char *target)
{
	MigSteps   *steps = create(MIG_UPGRADE, marks);
	List	   *targets = mig_history_up_target(graph, marks, target, false);
	bool	   *required;
	bool	   *applied;

	/* The everyday answer needs no look at the whole graph. */
	if (list_length(targets) == 1 && list_member_int(marks, linitial_int(targets)))
		return finish(graph, steps);

	required = mig_history_applied(graph, targets);
	applied = mig_history_applied(graph, marks);
	for (int i = 0; i < graph->n; i++)
		required[i] &= !applied[i];
	steps->revs = mig_history_members(graph, required);
	return finish(graph, steps);
}

pg_noreturn static void
fail_no_path(const char *target, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_MIG_NO_PATH),
			 errmsg("Destination \"%s\" is not a valid downgrade target from current head(s)", target),
			 errdetail("%s", detail),
			 errhint("SELECT * FROM migrate.current() shows where the database stands.")));
}

/* The revisions that a downgrade undoes first of all: with them fall others. */
static List *
down_roots(const MigGraph *graph, const MigDownTarget *target, const char *text)
{
	List	   *roots = target->rev == MIG_BASE ? mig_history_bases(graph, false)
		: mig_history_children(graph, target->rev, false);
	int			branch;
	bool	   *above;

	if (target->branch == NULL)
		return roots;
	branch = mig_history_resolve_branch(graph, target->branch);
	if (list_length(roots) < 2)
		return roots;

	above = mig_history_set(graph, list_make1_int(branch));
	mig_history_add_ancestors(graph, above, false);
	roots = mig_history_filter(roots, above);
	if (roots == NIL)
		fail_no_path(text, psprintf("Branch \"%s\" has nothing above it.", target->branch));
	return roots;
}

MigSteps *
mig_history_downgrade(const MigGraph *graph, List *marks, const char *target)
{
	MigSteps   *steps = create(MIG_DOWNGRADE, marks);
	MigDownTarget to = mig_history_down_target(graph, marks, target);
	bool	   *falls = mig_history_set(graph, down_roots(graph, &to, target));
	bool	   *applied = mig_history_applied(graph, marks);

	mig_history_add_descendants(graph, falls, true);
	for (int i = 0; i < graph->n; i++)
		falls[i] &= applied[i];
	steps->revs = mig_history_sort(graph, falls, marks);

	if (steps->revs == NIL && to.rev != MIG_BASE && !list_member_int(marks, to.rev))
		fail_no_path(target, applied[to.rev]
					 ? "Nothing that is applied descends from it."
					 : psprintf("Revision \"%s\" is not applied.", mig_history_id(graph, to.rev)));
	return finish(graph, steps);
}

/* Of marks, those on a line with any of the targets. */
static List *
marks_on_lines(const MigGraph *graph, List *marks, List *targets)
{
	bool	   *chosen = mig_history_set(graph, NIL);
	ListCell   *lc;
	ListCell   *mark;

	foreach(lc, targets)
		foreach(mark, mig_history_filter(marks, mig_history_lineage(graph, lfirst(lc), true)))
			chosen[lfirst_int(mark)] = true;
	return mig_history_filter(marks, chosen);
}

/* Does rev share a line, by parents or dependencies, with any of revs? */
static bool
on_line_with(const MigGraph *graph, int rev, List *revs)
{
	return mig_history_filter(revs, mig_history_lineage(graph, mig_history_id(graph, rev), true)) != NIL;
}

static void
set_members(bool *set, List *members, bool value)
{
	ListCell   *lc;

	foreach(lc, members)
		set[lfirst_int(lc)] = value;
}

MigSteps *
mig_history_stamp(const MigGraph *graph, List *marks, List *targets, bool purge)
{
	MigSteps   *steps = create(MIG_STAMP, marks);
	List	   *leaving = purge ? NIL : marks_on_lines(graph, marks, targets);
	bool	   *after = mig_history_set(graph, purge ? NIL : marks);
	List	   *to = NIL;
	ListCell   *lc;

	foreach(lc, targets)
		to = list_concat_unique_int(to, mig_history_resolve(graph, lfirst(lc)));
	if (to == NIL)
	{
		steps->revs = purge ? steps->before : leaving;
		set_members(after, leaving, false);
	}
	foreach(lc, to)
	{
		int			rev = lfirst_int(lc);

		if (list_member_int(leaving, rev))
			continue;
		if (leaving != NIL && on_line_with(graph, rev, leaving))
			set_members(after, leaving, false);
		after[rev] = true;
		steps->revs = lappend_int(steps->revs, rev);
	}
	steps->after = mig_history_members(graph, after);
	return steps;
}
