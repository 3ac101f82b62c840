/*
 * upgrade.c
 *	  Steps in the caller's own transaction.
 *
 * Nothing is written while the steps run; where the database stands then, and
 * the journal, are written once at the end: a row that is updated a thousand
 * times in one transaction is slow to find.  No subtransaction for a step,
 * either: a thousand of them make every later one slower.
 */
#include "postgres.h"

#include "access/xact.h"

#include "history/journal.h"
#include "history/revision.h"
#include "run/gate.h"
#include "run/leg.h"
#include "run/lock.h"
#include "run/review.h"
#include "run/upgrade.h"

/* Is a journey under way in this session? */
static bool under_way = false;

static bool
same_names(const List *a, const List *b)
{
	if (list_length(a) != list_length(b))
		return false;
	for (int i = 0; i < list_length(a); i++)
		if (strcmp(list_nth(a, i), list_nth(b, i)) != 0)
			return false;
	return true;
}

void
mig_upgrade_check_snapshot(const MigStand *stand)
{
	MigStand	seen;

	if (!IsolationUsesXactSnapshot())
		return;
	seen = mig_history_read_stand(MIG_DATABASE, false);
	if (equal(seen.marks, stand->marks) && same_names(seen.unknown, stand->unknown))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("could not serialize access: another session ran revisions meanwhile"),
			 errdetail("The version marks have changed since this transaction took its snapshot."),
			 errhint("Begin the transaction anew.")));
}

static void
record(const MigStand *stand, const MigSteps *steps, List *legs)
{
	MigEntry   *entries = palloc(list_length(legs) * sizeof(MigEntry));
	ListCell   *lc;

	foreach(lc, legs)
		entries[foreach_current_index(lc)] = mig_leg_entry(lfirst(lc));
	mig_history_write(stand, MIG_DATABASE, steps->direction, entries, list_length(legs), steps->after);
}

MigSteps *
mig_upgrade_begin(MigDirection direction, const char *target, MigStand *stand)
{
	*stand = mig_history_read_stand(MIG_DATABASE, true);
	if (mig_leg_find_steps(stand, direction, target)->revs != NIL)
	{
		MigSteps   *steps;

		/* Somebody may have been at it since then, also without our waiting. */
		mig_lock_guard();
		*stand = mig_history_read_stand(MIG_DATABASE, true);
		steps = mig_leg_find_steps(stand, direction, target);
		if (steps->revs != NIL)
		{
			mig_upgrade_check_snapshot(stand);
			mig_history_check_digests(MIG_DATABASE);
			return steps;
		}
	}
	return NULL;
}

typedef struct Journey
{
	MigDirection direction;
	const char *target;
	List	   *legs;
} Journey;

static void
run(void *arg)
{
	Journey    *journey = arg;
	MigStand	stand;
	MigSteps   *steps = mig_upgrade_begin(journey->direction, journey->target, &stand);
	List	   *legs;
	ListCell   *lc;

	if (steps == NULL)
		return;
	legs = mig_leg_list(stand.graph, steps);
	mig_gate_pass(legs);
	mig_review_legs(legs);
	foreach(lc, legs)
		mig_leg_run(lfirst(lc));
	record(&stand, steps, legs);
	journey->legs = legs;
}

void
mig_upgrade_refuse_nested(const char *command)
{
	if (under_way)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s cannot be used in a revision's script", command),
				 errdetail("It was called by a revision that is running.")));
}

void
mig_upgrade_travel(const char *command, void (*work) (void *arg), void *arg)
{
	mig_gate_writable(command);
	mig_upgrade_refuse_nested(command);

	PG_TRY();
	{
		under_way = true;
		work(arg);
	}
	PG_FINALLY();
	{
		under_way = false;
	}
	PG_END_TRY();
}

List *
mig_upgrade_run(const char *command, MigDirection direction, const char *target)
{
	Journey		journey = {direction, target, NIL};

	mig_upgrade_travel(command, run, &journey);
	return journey.legs;
}
