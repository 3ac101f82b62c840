/*
 * journal.h
 *	  Where a database stands, what was applied with which scripts, and what was
 *	  ever run.
 *
 * The tenant is the schema that a history serves; MIG_DATABASE is the database
 * itself.
 */
#ifndef MIG_JOURNAL_H
#define MIG_JOURNAL_H

#include "datatype/timestamp.h"

#include "history/steps.h"

#define MIG_DATABASE ""

/* Where a tenant stands. */
typedef struct MigStand
{
	const MigGraph *graph;		/* as of mig_history_graph */
	List	   *marks;			/* numbers, ascending */
	List	   *unknown;		/* char *, ascending: marks that name no stored
								 * revision */
} MigStand;

/*
 * Reads where tenant stands.  latest: what is committed now, whatever the
 * isolation level; else by the transaction's own snapshot.  Unknown marks are
 * no error here; who wants to move from them calls mig_history_check_marks,
 * which raises MG001 for them.
 */
extern MigStand mig_history_read_stand(const char *tenant, bool latest);
extern void mig_history_check_marks(const MigStand *stand);

/*
 * Raises MG020 if the scripts of a revision that tenant has applied are not
 * those that were applied.  To be called before anything runs.
 */
extern void mig_history_check_digests(const char *tenant);

/* What the journal says of one step. */
typedef struct MigEntry
{
	int			rev;
	TimestampTz at;				/* when it ended */
	int64		elapsed;		/* microseconds, or -1 for none */
} MigEntry;

/*
 * Writes a journey that is done, or the part of one: entries are its n steps in
 * the order run, after the marks at which tenant stands now.  Brings the marks,
 * what is applied and the journal up to date in one go each.
 */
extern void mig_history_write(const MigStand *stand, const char *tenant, MigDirection direction,
							  const MigEntry *entries, int n, List *after);

/* The same without the journal, for those who keep it as they go: progress.h. */
extern void mig_history_move(const MigStand *stand, const char *tenant,
							 const MigEntry *entries, int n, List *after);

/* Raises MG010 unless the database stands at all heads. */
extern void mig_history_check_at_heads(void);

/* Writes what mig_history_stamp made of the database's stand. */
extern void mig_history_write_stamp(const MigStand *stand, const MigSteps *steps);

/* Stamps the database with a revision that was just stored, onto its marks. */
extern void mig_history_stamp_one(const char *id);

#endif							/* MIG_JOURNAL_H */
