/*
 * derive.h
 *	  The downgrade of a hand-written upgrade.
 */
#ifndef MIG_DERIVE_H
#define MIG_DERIVE_H

#include "nodes/pg_list.h"

/* Texts are in the current memory context. */
typedef struct MigDerived
{
	char	   *script;			/* NULL: it cannot be derived */
	char	   *reason;			/* then why not, with the statement to blame */
	List	   *data;			/* int: the statements of the upgrade, from 1,
								 * whose effect on data it does not undo */
	char	   *losses;			/* what the upgrade drops with its data, which
								 * comes back empty; NULL: nothing */
} MigDerived;

/*
 * Derives the downgrade of an upgrade that follows the revisions in after
 * (char *, its parents and what it depends on): runs both in the shadow, plans
 * the way back, and proves it.  What it does not undo, or was tried otherwise
 * than it stands, is said at its head.  Does not raise an error for what the scripts
 * do; 42501 as for the shadow is a reason, too.
 */
extern MigDerived mig_derive_downgrade(List *after, const char *upgrade);

#endif							/* MIG_DERIVE_H */
