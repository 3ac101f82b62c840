/*
 * waits.h
 *	  Which lock a statement waited for in vain.
 *
 * By the time an error is reported or caught, the server has taken the session
 * out of the lock's queue and does not say which lock it was.  So a timer looks,
 * while a statement waits, and remembers.
 */
#ifndef MIG_WAITS_H
#define MIG_WAITS_H

#include "storage/lock.h"

typedef struct MigWait
{
	LOCKTAG		tag;
	LOCKMODE	mode;			/* that was wanted */
} MigWait;

/*
 * A statement begins: what was remembered is forgotten, and from now on it is
 * seen for which lock the session waits, if lock_timeout is set.
 */
extern void mig_waits_watch(void);

/* The statement is over. */
extern void mig_waits_rest(void);

/*
 * The lock for which the session waited when lock_timeout struck; false: none
 * is known.  Of use until the next statement begins.
 */
extern bool mig_waits_last(MigWait *wait);

/*
 * Adds to an error 55P03 that is being reported which lock it was and which
 * processes have it, as the server describes locks: for error context callbacks,
 * which can read no catalog.
 */
extern void mig_waits_explain(void);

/* The processes that hold a lock in a conflicting mode, as a List of int. */
extern List *mig_waits_holders(const MigWait *wait);

#endif							/* MIG_WAITS_H */
