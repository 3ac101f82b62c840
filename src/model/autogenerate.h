/*
 * autogenerate.h
 *	  A revision's two scripts from the difference of two states, proved.
 */
#ifndef MIG_AUTOGENERATE_H
#define MIG_AUTOGENERATE_H

#include "nodes/pg_list.h"

typedef struct MigGenerated
{
	char	   *upgrade;		/* "" when nothing differs */
	char	   *downgrade;
} MigGenerated;

/*
 * The scripts that lead from the live schemas to the model and back.  Both have
 * been run in the shadow: from the model down to what is live and up again,
 * with nothing left to do at either end.  One that does not come out right is
 * refused (MG022) with what was left.  In the current memory context.
 */
extern MigGenerated *mig_autogenerate(void);

#endif							/* MIG_AUTOGENERATE_H */
