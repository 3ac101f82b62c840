/*
 * txn.h
 *	  Transactions of a procedure that commits.
 */
#ifndef MIG_TXN_H
#define MIG_TXN_H

#include "fmgr.h"

/*
 * Raises 25001 unless the procedure that was called with fcinfo may commit:
 * it was CALLed by itself, outside of a transaction block, a function, DO, a
 * pipeline.  command is its name; instead is what to use there.
 */
extern void mig_txn_require_toplevel(FunctionCallInfo fcinfo, const char *command,
									 const char *instead);

/*
 * Commits and begins the next transaction, in the same memory context, which
 * must outlive transactions.
 */
extern void mig_txn_next(void);

/*
 * For PG_CATCH: aborts the transaction and begins the next one.  Returns the
 * error, in cxt, which becomes the current context and must outlive
 * transactions.
 */
extern ErrorData *mig_txn_recover(MemoryContext cxt);

/*
 * For a background worker, outside of a transaction: runs a CALL as if a client
 * had sent it.  The current memory context and call must outlive transactions.
 */
extern void mig_txn_call(const char *call);

#endif							/* MIG_TXN_H */
