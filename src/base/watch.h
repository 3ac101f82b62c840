/*
 * watch.h
 *	  Which objects a statement creates, alters or drops, as the server itself
 *	  says while it runs.
 */
#ifndef MIG_WATCH_H
#define MIG_WATCH_H

#include "catalog/objectaddress.h"

/* Objects, each once. */
typedef struct MigWatched
{
	MemoryContext cxt;			/* where the addresses are */
	int			n;
	int			nallocated;
	ObjectAddress *addresses;
} MigWatched;

/*
 * Runs run(state) and returns what it touched, in the current memory context.
 * Comments, grants, security labels, and some forms of ALTER are not seen.
 */
extern MigWatched *mig_watch_run(void (*run) (void *state), void *state);

#endif							/* MIG_WATCH_H */
