/*
 * shadow.h
 *	  The shadow: a subtransaction in which the managed schemas are empty, and
 *	  which is undone.
 */
#ifndef MIG_SHADOW_H
#define MIG_SHADOW_H

#include "model/hide.h"

/*
 * Runs work(hidden, arg) with the managed schemas (char *) out of sight, then
 * undoes all it did.  The caller must own those that exist and may create in
 * the database (42501).  Memory of work's results is the caller's to choose:
 * the current context is the one of the call.
 */
extern void mig_shadow_run(List *schemas, void (*work) (const MigHidden *hidden, void *arg), void *arg);

/* The rights that mig_shadow_run asks for, by themselves. */
extern void mig_shadow_check_rights(List *schemas);

#endif							/* MIG_SHADOW_H */
