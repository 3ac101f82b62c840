/*
 * lock.h
 *	  One migrator at a time in a database.
 *
 * Two heavyweight locks of a class of our own, which no pg_advisory_lock can
 * collide with: the guard, held by whoever runs revisions, and the deploying
 * mark, held by who commits between them.  Someone who runs revisions inside
 * one transaction holds a snapshot while it waits for the guard, and a CREATE
 * INDEX CONCURRENTLY of the deployer that has the guard would wait for that
 * snapshot: hence the mark, so that the former does not wait for the latter.
 */
#ifndef MIG_LOCK_H
#define MIG_LOCK_H

/*
 * What pg_locks shows of our locks: locktype advisory, objsubid this (user-level
 * ones have 1 or 2 there), classid one of those below.
 */
#define MIG_LOCK_CLASS		0x4D47
#define MIG_LOCK_GUARD		1
#define MIG_LOCK_DEPLOYING	2
#define MIG_LOCK_RUN		3	/* see presence.h */
#define MIG_LOCK_CACHE		4
#define MIG_LOCK_BACKFILL	5	/* objid: the table */

/*
 * Takes the guard until the end of the transaction, waiting for another
 * migrator with a NOTICE; lock_timeout applies.  Returns whether it waited.
 * Errors: 55P03 when a deployment is under way.
 */
extern bool mig_lock_guard(void);

/*
 * The same for a session that commits: takes the mark and the guard until
 * mig_lock_session_release.  To be called without a snapshot, and not when this
 * session has it, which the first refuses.  Errors: 55000 it runs a revision.
 */
extern void mig_lock_refuse_nested(void);
extern void mig_lock_session_guard(void);
extern void mig_lock_session_release(void);

/*
 * A statement may have released all locks of its session: takes those again.
 * Returns whether they were still held.  Errors: 55000 another session was
 * faster.
 */
extern bool mig_lock_session_keep(void);

/*
 * One backfill of a table at a time, across transactions.  Errors: 55006 another
 * one is under way.
 */
extern void mig_lock_backfill(Oid table);
extern void mig_lock_backfill_release(Oid table);

/*
 * For a session that commits, which has remembered lock_timeout: from now on
 * migrate.lock_timeout holds (limited), or nothing does.
 */
extern void mig_lock_set_timeout(bool limited);

/* Takes the right to write the cache until the end of the transaction, if nobody has it. */
extern bool mig_lock_try_cache(void);

#endif							/* MIG_LOCK_H */
