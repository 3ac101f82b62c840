/*
 * backfill.h
 *	  Updates a large table in batches that commit.
 */
#ifndef MIG_BACKFILL_H
#define MIG_BACKFILL_H

typedef struct MigBackfill
{
	Oid			table;
	const char *assignments;	/* as after SET */
	const char *condition;		/* as after WHERE; NULL: all rows */
	int			batch_size;		/* rows of a batch, changed or not */
	int64		pause;			/* after a batch that changes some, in milliseconds */
} MigBackfill;

/*
 * Runs it in a procedure that may commit, also one that a revision calls, under
 * the caller's search_path.  It all outlives transactions.  Errors: 42601 and
 * what else the texts bring, 22023, those of mig_keyset_open and
 * mig_lock_backfill, 25006, and what ends a batch.
 */
extern void mig_backfill_run(const MigBackfill *backfill);

#endif							/* MIG_BACKFILL_H */
