/*
 * revision.h
 *	  The stored revisions: read into the graph that the session keeps, found,
 *	  inserted, changed.
 */
#ifndef MIG_REVISION_H
#define MIG_REVISION_H

#include "history/build.h"

/*
 * The graph of all stored revisions.  The session keeps it, and reads it anew
 * when anybody wrote to migrate.revisions; what is committed now is seen
 * whatever the isolation level.  The result, and every MigRevision in it, stays
 * valid to the end of the transaction, also when a later call returns another
 * graph.  Errors: MG004 when the history is broken.
 */
extern const MigGraph *mig_history_graph(void);

/* Makes the next call of mig_history_graph read the store. */
extern void mig_history_forget_graph(void);

/*
 * What is run of a revision.  NULL where there is no script; scripts is NULL
 * too where the direction has none.
 */
typedef struct MigScripts
{
	const char *script;			/* its upgrade or its downgrade */
	const char *verify;			/* with an upgrade only */
} MigScripts;

/*
 * Reads the scripts of count revisions, those of revs (a List of numbers) from
 * its member at first on.  Texts are not kept: the result is in the current
 * memory context.  Meant to be called for some tens of revisions at a time.
 */
extern MigScripts *mig_history_read_scripts(const MigGraph *graph, List *revs,
											int first, int count, bool upgrade);

/* A revision to be stored, or one read whole. */
typedef struct MigStored
{
	MigRevisionInfo info;
	const char *upgrade;		/* or NULL */
	const char *downgrade;		/* or NULL */
	const char *verify;			/* or NULL */
	bool		derived;		/* the downgrade was derived from the upgrade */
	const char *created_at;		/* as in "2025-09-30 14:30:00.123456+00"; NULL:
								 * when it is stored */
} MigStored;

/*
 * Lets nobody else write revisions until the transaction ends, so that what an
 * author sees (which revision is the head) stays so.  command is for errors.
 * Errors: 25006 in a read-only transaction or on a standby, 42501.
 */
extern void mig_history_begin_authoring(const char *command);

/* Stores a revision.  To be called after mig_history_begin_authoring. */
extern void mig_history_insert(const MigStored *revision);

/* Reads a stored revision whole. */
extern MigStored *mig_history_read(const MigGraph *graph, int rev);

/*
 * Replaces message and scripts of a stored revision; all of it but the moment
 * at which it was created; or deletes it.
 */
extern void mig_history_update(const MigStored *revision);
extern void mig_history_replace(const MigStored *revision);
extern void mig_history_delete(const char *id);

#endif							/* MIG_REVISION_H */
