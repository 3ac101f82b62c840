/*
 * rows.h
 *	  The rows of a table from its old self to its new one.
 */
#ifndef MIG_ROWS_H
#define MIG_ROWS_H

#include "base/text.h"
#include "schema/fact.h"

/* As MigKind.keeps and MigKind.restore have it. */
extern bool mig_rows_keeps(const MigFact *old, const MigFact *new);
extern void mig_rows_restore(MigWriter *out, const MigFact *old, const MigFact *new, const char *aside);

/* Has the old self values that the new one does not take? */
extern bool mig_rows_lost(const MigFact *old, const MigFact *new);

#endif							/* MIG_ROWS_H */
