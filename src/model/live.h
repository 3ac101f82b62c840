/*
 * live.h
 *	  The managed schemas as they are.
 */
#ifndef MIG_LIVE_H
#define MIG_LIVE_H

#include "schema/fact.h"

/*
 * Their facts, in a child of the current memory context; where no catalog has
 * changed since the last time, those are known.
 */
extern MigFactBase *mig_live_read(void);

#endif							/* MIG_LIVE_H */
