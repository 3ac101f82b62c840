/*
 * patience.h
 *	  Pauses between transactions, in which nothing is held.
 */
#ifndef MIG_PATIENCE_H
#define MIG_PATIENCE_H

/*
 * May what failed be tried again, after so many tries before?  By
 * migrate.lock_retries, and where another try may end better: a lock that was
 * not available, a deadlock, a serialization failure.
 */
extern bool mig_patience_left(const ErrorData *error, int tries);

/*
 * Sleeps, outside of a transaction that holds anything; can be cancelled.
 * what completes "waits for ...", in pg_stat_activity and migrate.progress.
 */
extern void mig_patience_sleep(const char *what, int64 milliseconds);

/* Sleeps before another try: longer each time, never as long as another session. */
extern void mig_patience_pause(int tries);

#endif							/* MIG_PATIENCE_H */
