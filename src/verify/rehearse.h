/*
 * rehearse.h
 *	  Steps that really run, on the real data, and are undone.
 */
#ifndef MIG_REHEARSE_H
#define MIG_REHEARSE_H

#include "base/observe.h"
#include "run/leg.h"

/* One statement of a rehearsal. */
typedef struct MigRehearsed
{
	const MigLeg *leg;
	int			statement;		/* from 1 */
	int			line;			/* of the script, from 1 */
	const char *text;
	bool		left_out;		/* it cannot be rehearsed; observed is not set */
	MigObserved observed;
} MigRehearsed;

/*
 * Runs the steps from where the database stands to target in a subtransaction
 * and undoes them; returns their statements, a list of MigRehearsed in the
 * order run, in the current memory context.  round_trip: then runs them the
 * other way, as far as they can be reversed, and compares the schema.
 *
 * A statement that refuses a transaction block is left out, and named in a
 * WARNING; so is one after it that fails because of that.  A wait for a lock
 * ends after migrate.rehearse_lock_timeout (55P03).  What is not undone: the
 * values of sequences, and what functions do outside of the database.
 * Errors: those of upgrade.h, but for MG050 of a revision that is not
 * transactional; MG022 when the schema is not the same after the round trip.
 */
extern List *mig_verify_rehearse(const char *target, MigDirection direction, bool round_trip);

#endif							/* MIG_REHEARSE_H */
