/*
 * cache.h
 *	  What was found out before: the facts of the model and of the live schemas,
 *	  and whether they differ.
 *
 * It is in a table, for all sessions of a role that may write there; others do
 * without.  Nobody waits for it.
 */
#ifndef MIG_CACHE_H
#define MIG_CACHE_H

#include "model/statements.h"
#include "schema/fact.h"

/*
 * Stands for the model as it is now, and for all that its facts depend on.
 * Memory is the current context.
 */
extern char *mig_cache_key(void);

/* The facts of the model with that key, in a child of the current memory context; or NULL. */
extern MigFactBase *mig_cache_find(const char *key);

/* What is known of a model: its own key, its facts, and which of them its statements are about. */
typedef struct MigCached
{
	const char *key;
	MigFactBase *facts;
	MigStatements *statements;
} MigCached;

/*
 * The model with that key, or another that is built under the same
 * circumstances, so that what they have in common has the same facts; false
 * when none is known.  The facts are in a child of the current memory context.
 */
extern bool mig_cache_find_alike(const char *key, MigCached *cached);

/*
 * Keeps them for the next time, those of other keys no longer.
 */
extern void mig_cache_store(const char *key, const MigFactBase *base, const MigStatements *statements);

/*
 * Stands for the live schemas as they are now, and for all that their facts
 * depend on; their facts, as those of the model; and keeps them for the next time,
 * unless another session has changed them meanwhile.
 */
extern char *mig_cache_live_key(void);
extern MigFactBase *mig_cache_find_live(const char *key);
extern void mig_cache_store_live(const char *key, const MigFactBase *base);

/*
 * Stands for the model and the live schemas as they are now; and whether they
 * are known to be equal, which is noted for the next time, unless either has
 * changed meanwhile.
 */
extern char *mig_cache_pair_key(void);
extern bool mig_cache_is_equal(const char *key);
extern void mig_cache_note_equal(const char *key);

#endif							/* MIG_CACHE_H */
