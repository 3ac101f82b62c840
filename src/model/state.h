/*
 * state.h
 *	  States: schemas as they stand somewhere.
 */
#ifndef MIG_STATE_H
#define MIG_STATE_H

#include "model/shadow.h"
#include "schema/fact.h"

/*
 * Reads the facts of a state: "live", "base", "model", "head", a revision, or
 * "schema:NAME".  An unknown one is an error of MG001, a model that is not
 * there or does not load one that says why.  The base belongs to the current
 * memory context.
 */
extern MigFactBase *mig_state_read(const char *state);

/* Is it one that mig_state_run builds, and not one that stands in the database? */
extern bool mig_state_is_built(const char *state);

/*
 * Builds one of the states but live and schema: in a shadow, calls work there
 * with its facts, and undoes all, as mig_shadow_run does; work may be begun
 * twice.  other is what work's scripts lead to and back, NULL: it runs none.
 */
extern void mig_state_run(const char *state, List *schemas, const MigFactBase *other,
						  void (*work) (MigShadow *shadow, MigFactBase *facts, void *arg), void *arg);

#endif							/* MIG_STATE_H */
