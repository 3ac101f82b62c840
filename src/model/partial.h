/*
 * partial.h
 *	  The model built in part: what a change bears on stands in the shadow, the
 *	  rest is known from the model before.
 *
 * Where there is any doubt that the result is that of the full build, an error
 * is raised (see model/carry.h), and the caller builds in full.
 */
#ifndef MIG_PARTIAL_H
#define MIG_PARTIAL_H

#include "model/cache.h"
#include "model/shadow.h"

typedef struct MigPartial MigPartial;

/*
 * What is to be done for the model with this key; NULL when no model before it
 * is known.  live: what scripts in the shadow lead to, and what differs there
 * is to stand in it; NULL: no script is to run there.  In the current memory
 * context.
 */
extern MigPartial *mig_partial_plan(const char *key, const MigFactBase *live);

/* The key of the model before. */
extern const char *mig_partial_key(const MigPartial *partial);

/* Builds the part; from then on the shadow is read as if all stood in it. */
extern void mig_partial_build(MigPartial *partial, MigShadow *shadow);

/* Looks whether the facts that were read then are those of the model, and what its statements are about. */
extern MigStatements *mig_partial_settle(MigPartial *partial, const MigFactBase *model);

#endif							/* MIG_PARTIAL_H */
