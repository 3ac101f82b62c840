/*
 * range.c
 *	  What a range of history means.
 */
#include "postgres.h"

#include "base/errors.h"
#include "base/text.h"
#include "history/range.h"
#include "history/steps.h"
#include "history/target.h"

/* A range, its ends as written; "" where one is missing. */
typedef struct Range
{
	const char *lower;
	const char *upper;
} Range;

static Range
parse_range(const char *text)
{
	const char *colon = strchr(text, ':');
	Range		range;

	if (colon == NULL || strchr(colon + 1, ':') != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid history range \"%s\"", text),
				 errhint("A history range is [start]:[end], [start]:, or :[end].")));
	range.lower = mig_text_trim(pnstrdup(text, colon - text));
	range.upper = mig_text_trim(pstrdup(colon + 1));
	return range;
}

/* The revisions that the upper end names; +N counts from those in lower. */
static List *
upper_end(const MigGraph *graph, List *marks, List *lower, const char *end)
{
	if (*end == '\0')
		return mig_history_heads(graph, true);
	if (strcmp(end, "current") == 0)
		return marks;
	return mig_history_up_target(graph, lower, end, true);
}

static List *
lower_end(const MigGraph *graph, List *marks, const char *end)
{
	if (*end == '\0')
		return NIL;
	if (strcmp(end, "current") == 0)
		return marks;
	return mig_history_up_target(graph, marks, end, true);
}

/* The revisions n steps below others; NIL when one of these is base. */
static List *
steps_below(const MigGraph *graph, List *revs, int n)
{
	List	   *below = NIL;
	ListCell   *lc;

	foreach(lc, revs)
	{
		int			rev = mig_history_walk_down(graph, lfirst_int(lc), n);

		if (rev == MIG_BASE)
			return NIL;
		below = list_append_unique_int(below, rev);
	}
	return below;
}

/* Where the lower end is label@..., only that branch's upper ends count. */
static List *
keep_branch(const MigGraph *graph, List *upper, const char *lower)
{
	const char *at = strchr(lower, '@');
	int			branch;

	if (at == NULL)
		return upper;
	branch = mig_history_resolve_branch(graph, pnstrdup(lower, at - lower));
	return mig_history_filter(upper, mig_history_branch(graph, branch));
}

static void
check_line(const bool *required, List *lower, const char *range)
{
	ListCell   *lc;

	foreach(lc, lower)
		if (!required[lfirst_int(lc)])
			ereport(ERROR,
					(errcode(ERRCODE_MIG_NO_PATH),
					 errmsg("Requested range %s does not refer to ancestor/descendant revisions along the same branch",
							range)));
}

List *
mig_history_range(const MigGraph *graph, List *marks, const char *text)
{
	Range		range = text ? parse_range(text) : (Range) {"", ""};
	int			down = mig_history_steps_down(range.lower);
	List	   *lower = down > 0 ? marks : lower_end(graph, marks, range.lower);
	List	   *upper = upper_end(graph, marks, lower, range.upper);
	bool	   *chosen;
	bool	   *below;
	bool	   *above;
	List	   *found = NIL;

	if (down > 0)
		lower = steps_below(graph, upper, down);
	upper = keep_branch(graph, upper, range.lower);

	chosen = mig_history_applied(graph, upper);
	check_line(chosen, lower, text);
	below = mig_history_applied(graph, lower);
	above = mig_history_set(graph, lower);
	mig_history_add_descendants(graph, above, false);
	for (int i = graph->n - 1; i >= 0; i--)
		if (list_member_int(lower, i) || (chosen[i] && !below[i] && (lower == NIL || above[i])))
			found = lappend_int(found, i);
	return found;
}
