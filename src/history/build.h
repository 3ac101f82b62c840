/*
 * build.h
 *	  Builds the revision graph from what is stored.  Pure: no SQL.
 */
#ifndef MIG_BUILD_H
#define MIG_BUILD_H

#include "history/dag.h"

/* What is known of a revision before the graph is built. */
typedef struct MigRevisionInfo
{
	const char *id;
	const char *message;
	List	   *down_revision;	/* of char *, ids */
	List	   *depends_on;		/* of char *, ids or labels */
	List	   *branch_label;	/* of char * */
	bool		transactional;
	bool		irreversible;	/* it has an upgrade but no downgrade */
} MigRevisionInfo;

/*
 * Builds the graph of infos, an array of n, in a new memory context under
 * parent.  Strings are copied.  Errors, all MG004: an id or a label that is
 * there twice, a parent or dependency that is not, a cycle.
 */
extern MigGraph *mig_history_build(MemoryContext parent, const MigRevisionInfo *infos, int n);

/*
 * Raises MG004 if an id (or NULL) or one of labels (char *) is taken, or is
 * given twice.
 */
extern void mig_history_check_new(const MigGraph *graph, const char *id, List *labels);

/*
 * Adds one more revision, which has no children yet; the numbers of the others
 * do not change.  Costs no more than the parents it has, unless it depends on
 * what others depend on too.  Errors as above; nothing is added then.
 */
extern void mig_history_append(MigGraph *graph, const MigRevisionInfo *info);

#endif							/* MIG_BUILD_H */
