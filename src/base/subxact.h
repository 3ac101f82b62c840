/*
 * subxact.h
 *	  Runs a callback in a subtransaction, then keeps it or undoes it.
 */
#ifndef MIG_SUBXACT_H
#define MIG_SUBXACT_H

/*
 * Runs work(arg) in a subtransaction and keeps what it did (keep) or undoes
 * it.  Memory context and resource owner are restored on every path.  An error
 * in work undoes the subtransaction and is thrown again, so that the session
 * is never left in it.
 */
extern void mig_subxact_run(void (*work) (void *arg), void *arg, bool keep);

/*
 * The same, but an error in work is caught and returned (allocated in the
 * caller's memory context; FreeErrorData is not needed); NULL without one.
 */
struct ErrorData;
extern struct ErrorData *mig_subxact_try(void (*work) (void *arg), void *arg, bool keep);

#endif							/* MIG_SUBXACT_H */
