/*
 * scratch.h
 *	  A scratch database: an empty one that stands in for a shadow that is too
 *	  large for one transaction, and is dropped at the end.
 *
 * Two background workers do the work: one creates the database and drops it,
 * the other runs what is to run in it and commits as often as its locks are
 * many.
 */
#ifndef MIG_SCRATCH_H
#define MIG_SCRATCH_H

#include "model/load.h"
#include "model/statements.h"
#include "schema/fact.h"

typedef struct MigScratch MigScratch;

/*
 * Creates it, for a shadow of these managed schemas that takes so many locks.
 * In the current memory context; it goes with the current resource owner, so
 * after an error, too.
 * Errors: 42501 without the right to create a database, 53400 when no
 * background worker is to be had.
 */
extern MigScratch *mig_scratch_start(List *schemas, int64 locks);

/*
 * As mig_shadow_load and mig_shadow_read; the statements are those of the model
 * at the first time, and later none.
 */
extern void mig_scratch_load(MigScratch *scratch, const char *text, const char *name, MigLoadRules rules);
extern MigFactBase *mig_scratch_read(MigScratch *scratch, MigStatements **statements);

/* A transaction, or a savepoint in one, which end keeps or undoes. */
extern void mig_scratch_begin(MigScratch *scratch);
extern void mig_scratch_end(MigScratch *scratch, bool keep);

/* Drops it, and waits until it is gone. */
extern void mig_scratch_stop(MigScratch *scratch);

#endif							/* MIG_SCRATCH_H */
