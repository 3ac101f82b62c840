/*
 * leg.h
 *	  One step of a journey, with the scripts that it runs, ready to run.
 */
#ifndef MIG_LEG_H
#define MIG_LEG_H

#include "datatype/timestamp.h"

#include "base/script.h"
#include "history/journal.h"

typedef struct MigLeg
{
	int			rev;			/* its number in the graph */
	const char *revision;
	const char *message;
	const char *from;			/* as the log shows it: "a, b" for a merge, */
	const char *to;				/* "" for base */
	bool		downgrade;
	bool		transactional;
	bool		irreversible;	/* a downgrade that nobody wrote */
	const char *script;			/* NULL: nothing to run */
	const char *verify;			/* NULL: nothing to run; only with an upgrade */
	MigCut	   *cut;			/* of script, once mig_gate_pass has been there */
	MigCut	   *verify_cut;
	TimestampTz started;		/* set by mig_leg_run */
	int64		elapsed;		/* in microseconds; likewise */
} MigLeg;

#define mig_leg_direction(leg)	((leg)->downgrade ? "downgrade" : "upgrade")

/* The steps from where a database stands to a target; errors: of the target and the marks. */
extern MigSteps *mig_leg_find_steps(const MigStand *stand, MigDirection direction, const char *target);

/* The steps with their scripts, read now; a list in the current memory context. */
extern List *mig_leg_list(const MigGraph *graph, const MigSteps *steps);

/* Says that the step runs: NOTICE "Running upgrade ae10 -> 1975, message". */
extern void mig_leg_announce(const MigLeg *leg);

/*
 * Announces the step and runs it in the caller's transaction: its script, its
 * verify script, the constraints that it deferred.  Nothing is recorded.
 */
extern void mig_leg_run(MigLeg *leg);

/* The same without announcing it, the statements of its script run as how says. */
struct MigExec;
extern void mig_leg_perform(MigLeg *leg, const struct MigExec *how);

/* What the journal says of a step that ran. */
extern MigEntry mig_leg_entry(const MigLeg *leg);

#endif							/* MIG_LEG_H */
