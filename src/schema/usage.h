/*
 * usage.h
 *	  How values of a type are stored.
 */
#ifndef MIG_USAGE_H
#define MIG_USAGE_H

#include "schema/fact.h"

/* Are values of the type stored in columns, perhaps as part of others? */
extern bool mig_usage_stored(const MigFact *type);

/* Is every such value a column's own, not part of another? */
extern bool mig_usage_alone(const MigFact *type);

#endif							/* MIG_USAGE_H */
