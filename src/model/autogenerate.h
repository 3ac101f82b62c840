/*
 * autogenerate.h
 *	  Scripts of a revision from the difference of two states, proved.
 */
#ifndef MIG_AUTOGENERATE_H
#define MIG_AUTOGENERATE_H

#include "nodes/pg_list.h"

/* Results are in the current memory context. */
typedef struct MigGenerated
{
	char	   *upgrade;		/* "" when nothing differs */
	char	   *downgrade;
	char	   *losses;			/* what the upgrade drops with its data; NULL: nothing */
} MigGenerated;

/*
 * From the live schemas to the model, and back, with the renames (char *) asked
 * for and those that the model tells of.  A NOTICE names what looks like one
 * more.  Errors: those of loading the model and of renames; 42501; MG022 when a
 * script did not prove right.
 */
extern MigGenerated mig_autogenerate_model(List *renames);

/*
 * From what replaying the revisions up to parent gives to the live schemas,
 * and back: what somebody changed by hand, with the renames (char *) among it.
 * Errors: as above.
 */
extern MigGenerated mig_autogenerate_capture(const char *parent, List *renames);

#endif							/* MIG_AUTOGENERATE_H */
