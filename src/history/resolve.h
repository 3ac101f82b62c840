/*
 * resolve.h
 *	  What a name means: an id, a partial id, head, heads, base, and these on a
 *	  branch (label@head).  Pure: no SQL.
 *
 * A revision that may be "base", which is no revision, is a number or
 * MIG_BASE.  Lists are in the current memory context.
 *
 * Errors: MG001 no such revision or branch; MG002 a partial id that fits
 * several; MG003 several heads where one is needed.
 */
#ifndef MIG_RESOLVE_H
#define MIG_RESOLVE_H

#include "history/dag.h"

#define MIG_BASE (-1)

/* The revisions that a name stands for; NIL is base. */
extern List *mig_history_resolve(const MigGraph *graph, const char *name);

/* The same where it can only be one, or MIG_BASE. */
extern int	mig_history_resolve_one(const MigGraph *graph, const char *name);

/* The revision that a branch name, which may be an id, stands for. */
extern int	mig_history_resolve_branch(const MigGraph *graph, const char *branch);

/*
 * The revisions that share a line with those that a name stands for, or with
 * its branch: these, their ancestors and their descendants.  NULL, which is
 * all of them, for base.
 */
extern bool *mig_history_lineage(const MigGraph *graph, const char *name, bool deps);

/* Of a list of numbers, those that are in set; all when it is NULL. */
extern List *mig_history_filter(List *revs, const bool *set);

#endif							/* MIG_RESOLVE_H */
