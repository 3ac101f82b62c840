/*
 * chain.h
 *	  A revision's scripts as a chain of scripts, some of which run in a
 *	  transaction, some statement by statement.
 */
#ifndef MIG_CHAIN_H
#define MIG_CHAIN_H

#include "history/revision.h"

/* One of them. */
typedef struct MigLink
{
	bool		transactional;
	List	   *statements;		/* char *: its upgrade */
	int			nsettings;		/* so many SETs of the whole are among them */
	struct MigFactBase *state;	/* the schema after it */
	const char *upgrade;
	const char *downgrade;		/* NULL: irreversible */
} MigLink;

/*
 * The online form of a revision that has an upgrade, List of MigLink *, in the
 * current memory context; NIL when none of its statements has one.  next: it is
 * what runs next, so the database is as it will find it; else what it follows
 * is replayed.  Everything is run in the shadow, where the chain has to lead to the same schema as the
 * revision, and back.  A statement whose online form fails there stays as it
 * is, with a WARNING.
 * Errors: 42501 as for the shadow; those of the scripts; MG022.
 */
extern List *mig_online_chain(const MigStored *revision, bool next);

#endif							/* MIG_CHAIN_H */
