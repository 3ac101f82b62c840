/*
 * build.h
 *	  The model, built.
 */
#ifndef MIG_BUILD_H
#define MIG_BUILD_H

#include "model/shadow.h"
#include "schema/fact.h"

/*
 * Builds the model in a shadow, calls work(shadow, model, arg) there with its
 * facts, and undoes all; the rest is as with mig_shadow_run.  Only what differs
 * from the model that was built last stands in the shadow, and from live, which
 * is what work's scripts lead to and back; but the shadow is read as if all did.
 * Where that does not do, work is begun again with the whole model.  live NULL:
 * work runs no scripts.  The facts are in a child of the current memory context.
 * Errors: 55000 without a model, and those of its statements.
 */
extern void mig_build_model(List *schemas, const MigFactBase *live,
							void (*work) (MigShadow *shadow, MigFactBase *model, void *arg), void *arg);

/* The facts of the model, in a child of the current memory context; errors as above. */
extern MigFactBase *mig_build_read(List *schemas);

#endif							/* MIG_BUILD_H */
