/*
 * generated.h
 *	  Expressions of generated columns.
 */
#ifndef MIG_GENERATED_H
#define MIG_GENERATED_H

#include "schema/kind.h"

/*
 * A stored column can lose its expression, and any gets another one in servers
 * that can (17); every other change is a new column.
 */
extern MigHow mig_generated_decide(const MigFact *old, const MigFact *new);

/*
 * Must a column lose its expression before it gets its type?  Of what is
 * generated no value is converted.
 */
extern bool mig_generated_first(const MigFact *old, const MigFact *new);

/* Write the loss of the expression, and what becomes of it where the type has not done so. */
extern void mig_generated_drop(MigWriter *out, const MigFact *fact);
extern void mig_generated_alter(MigWriter *out, const MigFact *old, const MigFact *new);

#endif							/* MIG_GENERATED_H */
