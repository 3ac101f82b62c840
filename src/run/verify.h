/*
 * verify.h
 *	  Verify scripts: what must hold after an upgrade.
 */
#ifndef MIG_VERIFY_H
#define MIG_VERIFY_H

struct MigCut;

/*
 * Runs a verify script in a subtransaction that is undone, so that it can
 * change nothing.  It fails when a statement fails, and when a query of one
 * boolean column gives a row that is not true: 23514, with the statement in
 * CONTEXT.  A query without rows passes.
 */
extern void mig_verify_run(const struct MigCut *cut);

#endif							/* MIG_VERIFY_H */
