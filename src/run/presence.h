/*
 * presence.h
 *	  That a run is alive, and at which statement it is, for all to see.
 *
 * What a transaction writes others see when it commits; what it locks they see
 * at once, in pg_locks, and it goes with the process.  So a run holds a lock of
 * its own, and another one whose tag has the number of the statement.  No two
 * runs ever wait for each other's.
 */
#ifndef MIG_PRESENCE_H
#define MIG_PRESENCE_H

/* A run is a uuid as text; this stands for it in the tags of its locks. */
extern unsigned int mig_presence_tag(const char *run);

/*
 * From now until mig_presence_end, or rather until the transaction has ended
 * that calls it, this session is at work on run.  A run may be a part of
 * another one, whose statements it does not count.
 */
extern void mig_presence_begin(const char *run);
extern void mig_presence_end(const char *run);

/* Takes the lock again, after all locks of the session have been released. */
extern void mig_presence_again(const char *run);

/* Is this session at work on a run? */
extern bool mig_presence_busy(void);

/* It begins statement number (from 0).  Without a run, nothing happens. */
extern void mig_presence_statement(int number);

/* The process that is at work on a run; 0: none is. */
extern int	mig_presence_process(const char *run);

/*
 * Waits until none is; lock_timeout applies.  To be called without a snapshot,
 * for which the run might wait.
 */
extern void mig_presence_await(const char *run);

#endif							/* MIG_PRESENCE_H */
