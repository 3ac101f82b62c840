/*
 * shadow.h
 *	  The shadow: where a state is built and looked at without anybody seeing it.
 *
 * It is a subtransaction in which the managed schemas are empty, and which is
 * undone.  What would take more than half of the server's lock table there is
 * built in a scratch database instead.
 */
#ifndef MIG_SHADOW_H
#define MIG_SHADOW_H

#include "model/carry.h"
#include "model/load.h"
#include "model/statements.h"
#include "schema/fact.h"

typedef struct MigShadow MigShadow;

/*
 * Runs work(shadow, arg) with the managed schemas (char *) out of sight, then
 * undoes all it did.  The caller must own those that exist and may create in
 * the database (42501).  Memory of work's results is the caller's to choose:
 * the current context is the one of the call.  work may be begun twice, when
 * the first time shows that it needs a scratch database, and has to set all of
 * its results each time; without the right to create one: 42501.
 */
extern void mig_shadow_run(List *schemas, void (*work) (MigShadow *shadow, void *arg), void *arg);

/*
 * The same for work that looks at catalogs itself, and calls mig_shadow_each:
 * what would need a scratch database is refused (54000).
 */
extern void mig_shadow_run_here(List *schemas, void (*work) (MigShadow *shadow, void *arg), void *arg);

/* Runs a text in the shadow; name and errors as in model/load.h. */
extern void mig_shadow_load(MigShadow *shadow, const char *text, const char *name, MigLoadRules rules);

/* The same for a revision's script, each statement of which around runs, or not. */
extern void mig_shadow_each(MigShadow *shadow, const char *text, const char *name,
							MigAround around, void *arg);

/* Is it in this transaction, and not in a scratch database? */
extern bool mig_shadow_is_here(const MigShadow *shadow);

/* Runs what was cut, in a shadow that is here; what loads else also cuts. */
extern void mig_shadow_load_cut(MigShadow *shadow, const MigCut *cut, MigLoadRules rules,
								MigAround around, void *arg);

/* From now on, what is read there is to be merged with what is carried over. */
extern void mig_shadow_carry(MigShadow *shadow, MigCarry *carry);

/*
 * The facts of the managed schemas as they stand in the shadow, and those that
 * are carried over.
 */
extern MigFactBase *mig_shadow_read(MigShadow *shadow);

/* What a model's statements are about, of one not here that was just read. */
extern MigStatements *mig_shadow_statements(const MigShadow *shadow);

/* As mig_subxact_try, for work that loads into the shadow. */
extern ErrorData *mig_shadow_try(MigShadow *shadow, void (*work) (void *arg), void *arg, bool keep);

/* The rights that mig_shadow_run asks for, by themselves. */
extern void mig_shadow_check_rights(List *schemas);

#endif							/* MIG_SHADOW_H */
