/*
 * check.c
 *	  A whole set of revisions that came in files, checked against each other
 *	  and against what is stored.
 */
#include "postgres.h"

#include "base/text.h"
#include "base/topo.h"
#include "files/check.h"
#include "history/names.h"

/*
 * Stored and incoming revisions together.  A node is the number of a stored
 * revision, or graph->n and the place of an incoming one that is new.
 */
typedef struct Union
{
	const MigGraph *graph;
	MigIncoming **nodes;		/* what came in files, NULL where nothing did */
	int			n;
	MigNames   *names;			/* ids and labels to nodes */
	MigProblems *problems;
} Union;

/* The file that tells of its place in the history. */
static const char *
home(const MigIncoming *one)
{
	return one->at.file ? one->at.file : one->file;
}

/* The number of the stored revision with that very id, or -1. */
static int
find_stored(const MigGraph *graph, const char *id)
{
	int			rev = mig_history_lookup(graph, id);

	return rev >= 0 && strcmp(mig_history_id(graph, rev), id) == 0 ? rev : -1;
}

/* The id of the stored head as a list; NIL when there is no revision. */
static List *
stored_head(const MigIncoming *incoming, const MigGraph *graph, MigProblems *problems)
{
	if (list_length(graph->heads) > 1)
	{
		mig_files_complain_history(problems, home(incoming), 0,
								   "it names no parent, and there are several heads: %s",
								   mig_text_join(mig_history_names(graph, graph->heads), ", "));
		mig_files_hint(problems, "SELECT migrate.merge(ARRAY['heads']) joins them, or name the parent with lines \"-- revision:\" and \"-- revises:\".");
	}
	return graph->heads ? list_make1(pstrdup(mig_history_id(graph, linitial_int(graph->heads)))) : NIL;
}

static List *
stored_parents(const MigGraph *graph, const MigRevision *rev)
{
	List	   *parents = NIL;

	for (int k = 0; k < rev->ndown; k++)
		parents = lappend(parents, pstrdup(mig_history_id(graph, rev->parents[k])));
	return parents;
}

void
mig_files_chain(List *incoming, const MigGraph *graph, MigProblems *problems)
{
	const MigIncoming *last = NULL;
	ListCell   *lc;

	foreach(lc, incoming)
	{
		MigIncoming *one = lfirst(lc);
		MigRevisionInfo *info = &one->stored.info;
		int			rev = find_stored(graph, info->id);

		if (!one->follows)
			continue;
		if (rev >= 0)
		{
			info->down_revision = stored_parents(graph, graph->revs[rev]);
			info->depends_on = graph->revs[rev]->depends_on;
			info->branch_label = graph->revs[rev]->branch_label;
			continue;
		}
		if (last == NULL)
			info->down_revision = stored_head(one, graph, problems);
		else if (strcmp(last->stored.info.id, info->id) == 0)
			info->down_revision = last->stored.info.down_revision;	/* which is noted elsewhere */
		else
			info->down_revision = list_make1(pstrdup(last->stored.info.id));
		last = one;
	}
}

static const char *
node_id(const Union *all, int node)
{
	return all->nodes[node] ? all->nodes[node]->stored.info.id : mig_history_id(all->graph, node);
}

/* Where a node comes from, for a problem. */
static char *
origin(const Union *all, int node)
{
	const MigIncoming *one = all->nodes[node];

	if (one == NULL)
		return psprintf("the stored revision \"%s\"", mig_history_id(all->graph, node));
	return one->at.id > 0 ? psprintf("%s, line %d", home(one), one->at.id) : psprintf("%s", home(one));
}

static void
put_ids(Union *all, List *incoming)
{
	ListCell   *lc;

	for (int i = 0; i < all->graph->n; i++)
		mig_history_names_put(all->names, mig_history_id(all->graph, i), i);
	foreach(lc, incoming)
	{
		MigIncoming *one = lfirst(lc);
		int			node = all->graph->n + foreach_current_index(lc);
		int			other = mig_history_names_put(all->names, one->stored.info.id, node);

		if (other >= 0 && other < all->graph->n && all->nodes[other] == NULL)
			all->nodes[other] = one;
		else
		{
			/* One that is there twice is still looked at. */
			all->nodes[node] = one;
			if (other >= 0)
				mig_files_complain_history(all->problems, home(one), one->at.id,
										   "revision \"%s\" is in %s, too",
										   one->stored.info.id, origin(all, other));
		}
	}
}

static void
put_labels(Union *all, int node, List *labels)
{
	const MigIncoming *one = all->nodes[node];
	ListCell   *lc;

	foreach(lc, labels)
	{
		int			other = mig_history_names_put(all->names, lfirst(lc), node);

		if (other >= 0 && one != NULL)
			mig_files_complain_history(all->problems, home(one), one->at.labels,
									   "branch label \"%s\" is a name already, in %s",
									   (char *) lfirst(lc), origin(all, other));
		else if (other >= 0 && all->nodes[other] != NULL)
			mig_files_complain_history(all->problems, home(all->nodes[other]), all->nodes[other]->at.id,
									   "\"%s\" is a branch label already, in %s",
									   (char *) lfirst(lc), origin(all, node));
	}
}

/* The edges from what names stand for; what they are is for a problem. */
static void
put_edges(const Union *all, MigTopo *topo, int node, List *names, bool dependency)
{
	const MigIncoming *one = all->nodes[node];
	int			line = dependency ? one->at.dependencies : one->at.parents;
	ListCell   *lc;

	foreach(lc, names)
	{
		const char *name = lfirst(lc);
		int			other = mig_history_names_get(all->names, name);

		if (other < 0 || (!dependency && strcmp(node_id(all, other), name) != 0))
		{
			mig_files_complain_history(all->problems, home(one), line,
									   "revision \"%s\", which \"%s\" %s, is neither stored nor among the files",
									   name, one->stored.info.id, dependency ? "depends on" : "revises");
			continue;
		}
		if (strcmp(node_id(all, other), one->stored.info.id) == 0)
			mig_files_complain_history(all->problems, home(one), line, "revision \"%s\" %s itself",
									   one->stored.info.id, dependency ? "depends on" : "revises");
		mig_topo_edge(topo, other, node);
	}
}

static MigTopo *
connect(const Union *all)
{
	MigTopo    *topo = mig_topo_new(all->n);

	for (int node = 0; node < all->n; node++)
	{
		const MigIncoming *one = all->nodes[node];

		if (one != NULL)
		{
			put_edges(all, topo, node, one->stored.info.down_revision, false);
			put_edges(all, topo, node, one->stored.info.depends_on, true);
		}
		else if (node < all->graph->n)
			for (int k = 0; k < all->graph->revs[node]->nall; k++)
				mig_topo_edge(topo, all->graph->revs[node]->parents[k], node);
	}
	return topo;
}

/* Notes each cycle once, at its first file. */
static void
find_cycles(const Union *all, const MigTopo *topo)
{
	int		   *component = palloc(Max(all->n, 1) * sizeof(int));
	int			n = mig_topo_components(topo, component);
	List	  **members = palloc0(Max(n, 1) * sizeof(List *));
	int		   *first = palloc0(Max(n, 1) * sizeof(int));

	for (int node = all->n - 1; node >= 0; node--)
	{
		if (node >= all->graph->n && all->nodes[node] == NULL)
			continue;
		members[component[node]] = lcons(unconstify(char *, node_id(all, node)), members[component[node]]);
		if (all->nodes[node] != NULL)
			first[component[node]] = node;
	}
	for (int i = 0; i < n; i++)
	{
		const MigIncoming *one = all->nodes[first[i]];

		if (list_length(members[i]) > 1)
			mig_files_complain_history(all->problems, home(one), one->at.parents,
									   "these revisions follow each other in a cycle: %s",
									   mig_text_join(members[i], ", "));
	}
}

void
mig_files_check(List *incoming, const MigGraph *graph, MigProblems *problems)
{
	int			n = graph->n + list_length(incoming);
	Union		all = {graph, NULL, n, mig_history_names_create(CurrentMemoryContext, n), problems};

	all.nodes = palloc_extended(Max(n, 1) * sizeof(MigIncoming *), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	put_ids(&all, incoming);
	for (int node = 0; node < n; node++)
	{
		if (all.nodes[node] != NULL)
			put_labels(&all, node, all.nodes[node]->stored.info.branch_label);
		else if (node < graph->n)
			put_labels(&all, node, graph->revs[node]->branch_label);
	}
	find_cycles(&all, connect(&all));
}
