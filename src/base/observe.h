/*
 * observe.h
 *	  What a statement does to relations that others use: locks, rewrites, rows,
 *	  WAL.  Observed in the server, not guessed from the statement.
 */
#ifndef MIG_OBSERVE_H
#define MIG_OBSERVE_H

#include "storage/lockdefs.h"

/* What one statement did. */
typedef struct MigObserved
{
	int64		elapsed;		/* microseconds */
	int64		wal;			/* bytes that this process wrote */

	/*
	 * The strongest lock on a relation that the transaction did not hold before
	 * the statement, and that relation, with its schema; NoLock and NULL for
	 * none.  Only relations that were there before the observation began count:
	 * nobody else can wait for the others.
	 */
	LOCKMODE	lock;
	const char *relation;

	bool		rewrites;		/* one of them has got a new file for its rows */

	/* Rows of any table, new ones too; -1 when track_counts is off. */
	int64		scanned;		/* read, by scans of tables and through indexes */
	int64		written;		/* inserted, updated, deleted; a rewrite's copy
								 * is not counted */
} MigObserved;

typedef struct MigObserver MigObserver;

/*
 * Begins to observe, in the current memory context and (sub)transaction, in
 * which every statement is to run and which the caller undoes: what is
 * registered there is given back by that.
 */
extern MigObserver *mig_observe_begin(void);

/* A statement begins. */
extern void mig_observe_start(MigObserver *observer);

/* It has ended: what it did. */
extern MigObserved mig_observe_end(MigObserver *observer);

/*
 * Was the relation there when the observation began?  Also true for one that
 * was dropped since.
 */
extern bool mig_observe_existed(const MigObserver *observer, Oid relation);

#endif							/* MIG_OBSERVE_H */
