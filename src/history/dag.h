/*
 * dag.h
 *	  The revision graph: parents, children, heads, bases, ancestors.  Pure:
 *	  no SQL, no catalogs.
 *
 * Revisions are numbered from 0 such that parents and dependencies always come
 * before their children; among those that are free to go either way, the one
 * added first comes first.  So "every ancestor of a set" is one downward scan,
 * "every descendant" one upward scan, and a list of steps is a range of
 * numbers: nothing here recurses, everything is linear.
 *
 * Words: a parent is what down_revision names, a dependency what depends_on
 * names.  Where a function has the argument deps, it says whether dependencies
 * count as parents.
 */
#ifndef MIG_DAG_H
#define MIG_DAG_H

#include "nodes/pg_list.h"

/* A revision in the graph.  Read only, but for build.c. */
typedef struct MigRevision
{
	const char *id;
	const char *message;
	List	   *depends_on;		/* as stored */
	List	   *branch_label;	/* its own, not what it inherits */
	bool		transactional;
	bool		irreversible;

	int			ndown;			/* parents, in the order stored */
	int			nparents;		/* ndown, and the dependencies that no
								 * ancestor has already */
	int			nall;			/* nparents, and the other dependencies */
	int		   *parents;		/* numbers of all of them, in that order */

	int			nchildren;		/* whose parent this is */
	int			nall_children;	/* and those who depend on it */
	int			first_edge;		/* to walk the children: see MigEdge */
	int			last_edge;
} MigRevision;

/* An edge to a child; first_edge and next are -1 at the end. */
typedef struct MigEdge
{
	int			child;
	int			next;
	bool		parent;			/* named in the child's down_revision */
	bool		depends;		/* named in its depends_on; or both */
} MigEdge;

struct MigNames;

/* The graph.  Lives in a memory context of its own. */
typedef struct MigGraph
{
	MemoryContext cxt;
	int			n;
	MigRevision **revs;			/* by number */
	struct MigNames *names;		/* ids and labels to numbers */
	List	   *heads;			/* numbers without children, ascending */
	List	   *real_heads;		/* those that nobody depends on, either */
	MigEdge    *edges;
	int			nedges;
	int			space;			/* allocated length of revs */
	int			edge_space;		/* allocated length of edges */
} MigGraph;

#define mig_history_id(graph, rev)	((graph)->revs[rev]->id)

/* The ids of a List of numbers, as a List of char * and as a text[]. */
extern List *mig_history_names(const MigGraph *graph, List *revs);
extern Datum mig_history_ids(const MigGraph *graph, List *revs);

/* For list_sort of a List of numbers. */
extern int	mig_history_newest_first(const ListCell *a, const ListCell *b);

/* The number of the revision with this id or label, or -1. */
extern int	mig_history_lookup(const MigGraph *graph, const char *name);

/*
 * The numbers of all revisions without children (heads) or without parents
 * (bases), ascending.  The heads are known, to find bases is one scan.
 */
extern List *mig_history_heads(const MigGraph *graph, bool deps);
extern List *mig_history_bases(const MigGraph *graph, bool deps);

/* The numbers of the children, ascending. */
extern List *mig_history_children(const MigGraph *graph, int rev, bool deps);

/*
 * A set of revisions is an array of n booleans, allocated in the current
 * memory context by this function, with the members of the list in it.
 */
extern bool *mig_history_set(const MigGraph *graph, List *members);

/* The members of a set, ascending. */
extern List *mig_history_members(const MigGraph *graph, const bool *set);

/* Adds to a set all ancestors, or all descendants, of its members. */
extern void mig_history_add_ancestors(const MigGraph *graph, bool *set, bool deps);
extern void mig_history_add_descendants(const MigGraph *graph, bool *set, bool deps);

/*
 * The revisions that are on the branch of a labelled revision, which show its
 * label: itself, its descendants, and its ancestors up to where the line
 * branches or was merged.
 */
extern bool *mig_history_branch(const MigGraph *graph, int rev);

#endif							/* MIG_DAG_H */
