/*
 * blockers.h
 *	  Who stands in the way of a statement that did not get its lock.
 */
#ifndef MIG_BLOCKERS_H
#define MIG_BLOCKERS_H

struct ErrorData;

/*
 * To be called in a transaction of its own, after one that failed with error,
 * which is 55P03 if anything is to be done.  Sets the detail of the error to
 * the lock that was waited for and to who has it: process, user, application,
 * since when, what it runs; and the hint to what may be done.  Prepared
 * transactions, which have no process, and those who wait themselves for a lock
 * on the same relation are told, too.  In the current memory context.
 * What the server shows to this user is all there is: see pg_read_all_stats.
 */
extern void mig_blockers_tell(struct ErrorData *error);

#endif							/* MIG_BLOCKERS_H */
