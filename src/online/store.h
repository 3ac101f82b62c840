/*
 * store.h
 *	  Puts the online form of a stored revision into its place.
 */
#ifndef MIG_ONLINE_STORE_H
#define MIG_ONLINE_STORE_H

#include "nodes/pg_list.h"

/*
 * Replaces a revision by its online form, and returns the ids of the revisions
 * that it is now, in the order to run.  The last one keeps its id, so whatever
 * follows the revision, or is labelled to depend on it, goes on doing so; the
 * first one has its parents, dependencies and labels.  A NOTICE says when
 * nothing is to be done.
 * Errors: those of author.h and chain.h; MG011 it is applied.
 */
extern List *mig_online_store(const char *revision);

#endif							/* MIG_ONLINE_STORE_H */
