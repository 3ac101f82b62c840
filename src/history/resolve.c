/*
 * resolve.c
 *	  What a name means: an id, a partial id, head, heads, base, and these on a
 *	  branch.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/errors.h"
#include "history/names.h"
#include "history/resolve.h"

/* The fewest characters of a partial id. */
#define SHORTEST_PARTIAL 4

/* How many names an error shows. */
#define SHOWN_NAMES 5

/* A name cut at its first '@'. */
typedef struct Parts
{
	const char *branch;			/* or NULL */
	const char *name;
} Parts;

static Parts
cut(const char *name)
{
	const char *at = strchr(name, '@');
	Parts		parts = {NULL, name};

	if (at != NULL)
	{
		parts.branch = pnstrdup(name, at - name);
		parts.name = at + 1;
	}
	return parts;
}

/* The first few of names, for an error's detail. */
static char *
some_names(List *names)
{
	StringInfoData out;
	ListCell   *lc;

	initStringInfo(&out);
	foreach(lc, names)
	{
		if (foreach_current_index(lc) == SHOWN_NAMES)
		{
			appendStringInfoString(&out, ", ...");
			break;
		}
		appendStringInfo(&out, "%s\"%s\"", out.len ? ", " : "", (char *) lfirst(lc));
	}
	return out.data;
}

static void
check_single(const MigGraph *graph, List *heads, const char *name)
{
	if (list_length(heads) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_MULTIPLE_HEADS),
				 errmsg("Multiple head revisions are present for given argument \"%s\"", name),
				 errdetail("They are %s.", some_names(mig_history_names(graph, heads))),
				 errhint("Name one of them, or a branch as in \"label@head\"; \"heads\" is all of them; SELECT migrate.merge(ARRAY['heads']) joins them.")));
}

List *
mig_history_filter(List *revs, const bool *set)
{
	List	   *kept = NIL;
	ListCell   *lc;

	if (set == NULL)
		return revs;
	foreach(lc, revs)
		if (set[lfirst_int(lc)])
			kept = lappend_int(kept, lfirst_int(lc));
	return kept;
}

/* The revisions on a line with any of seeds. */
static bool *
lineage_of(const MigGraph *graph, List *seeds, bool deps)
{
	bool	   *above = mig_history_set(graph, seeds);
	bool	   *below = mig_history_set(graph, seeds);

	mig_history_add_ancestors(graph, above, deps);
	mig_history_add_descendants(graph, below, deps);
	for (int i = 0; i < graph->n; i++)
		above[i] |= below[i];
	return above;
}

/* The names that begin with prefix and can be meant by it. */
static List *
partial_matches(const MigGraph *graph, const char *prefix, const bool *lineage)
{
	List	   *matches = NIL;
	ListCell   *lc;

	if (strlen(prefix) < SHORTEST_PARTIAL)
		return NIL;
	foreach(lc, mig_history_names_prefixed(graph->names, prefix))
		if (lineage == NULL || lineage[mig_history_lookup(graph, lfirst(lc))])
			matches = lappend(matches, lfirst(lc));
	return matches;
}

static int
find_partial(const MigGraph *graph, const char *prefix, const bool *lineage)
{
	List	   *matches = partial_matches(graph, prefix, lineage);

	if (matches == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NO_SUCH_REVISION),
				 errmsg("Can't locate revision identified by \"%s\"", prefix),
				 strlen(prefix) < SHORTEST_PARTIAL
				 ? errhint("A partial revision id has at least four characters.")
				 : errhint("SELECT * FROM migrate.history() shows the revisions.")));
	if (list_length(matches) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_AMBIGUOUS),
				 errmsg("Multiple revisions start with \"%s\"", prefix),
				 errdetail("They are %s.", some_names(matches)),
				 errhint("Give more characters of the id.")));
	return mig_history_lookup(graph, linitial(matches));
}

int
mig_history_resolve_branch(const MigGraph *graph, const char *branch)
{
	int			rev = mig_history_lookup(graph, branch);

	return rev >= 0 ? rev : find_partial(graph, branch, NULL);
}

/* The revision with an id, partial or not, which must be on parts.branch. */
static int
find(const MigGraph *graph, Parts parts)
{
	const bool *lineage = NULL;
	int			rev = mig_history_lookup(graph, parts.name);

	if (parts.branch != NULL)
		lineage = lineage_of(graph, list_make1_int(mig_history_resolve_branch(graph, parts.branch)),
							 false);
	if (rev < 0)
		rev = find_partial(graph, parts.name, lineage);
	if (lineage != NULL && !lineage[rev])
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NO_SUCH_REVISION),
				 errmsg("Revision \"%s\" is not a member of branch \"%s\"",
						mig_history_id(graph, rev), parts.branch)));
	return rev;
}

static List *
all_heads(const MigGraph *graph, Parts parts)
{
	if (parts.branch == NULL)
		return mig_history_heads(graph, true);
	return mig_history_filter(mig_history_heads(graph, false),
							  mig_history_lineage(graph, parts.branch, false));
}

static List *
single_head(const MigGraph *graph, Parts parts)
{
	List	   *heads = mig_history_heads(graph, false);

	if (parts.branch != NULL)
		heads = mig_history_filter(heads, mig_history_lineage(graph, parts.branch, false));
	check_single(graph, heads, parts.branch ? psprintf("%s@head", parts.branch) : "head");
	return heads;
}

static List *
base(const MigGraph *graph, Parts parts)
{
	if (parts.branch != NULL)
		(void) mig_history_resolve_branch(graph, parts.branch);
	return NIL;
}

/* The names that stand for something else than a revision's own id. */
static const struct
{
	const char *name;
	List	   *(*resolve) (const MigGraph *graph, Parts parts);
}			symbols[] = {
	{"head", single_head},
	{"heads", all_heads},
	{"base", base},
};

List *
mig_history_resolve(const MigGraph *graph, const char *name)
{
	Parts		parts = cut(name);

	for (int i = 0; i < lengthof(symbols); i++)
		if (strcmp(parts.name, symbols[i].name) == 0)
			return symbols[i].resolve(graph, parts);
	return list_make1_int(find(graph, parts));
}

int
mig_history_resolve_one(const MigGraph *graph, const char *name)
{
	List	   *revs = mig_history_resolve(graph, name);

	check_single(graph, revs, name);
	return revs == NIL ? MIG_BASE : linitial_int(revs);
}

bool *
mig_history_lineage(const MigGraph *graph, const char *name, bool deps)
{
	Parts		parts = cut(name);
	List	   *seeds = mig_history_resolve(graph, name);

	if (parts.branch != NULL)
		seeds = lappend_int(seeds, mig_history_resolve_branch(graph, parts.branch));
	return seeds == NIL ? NULL : lineage_of(graph, seeds, deps);
}
