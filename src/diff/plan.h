/*
 * plan.h
 *	  The ordered statements that lead from one schema to another.
 */
#ifndef MIG_PLAN_H
#define MIG_PLAN_H

#include "schema/fact.h"

typedef struct MigPlanStep
{
	const char *action;			/* "create", "alter", "drop", "rename", or "save"
								 * and "restore" of the rows of what is redone */
	const char *kind;			/* the keyword of the kind */
	const char *object;			/* the identity of the fact */
	const char *statement;		/* without the semicolon */
	bool		destructive;	/* loses data */
} MigPlanStep;

/*
 * The steps (of MigPlanStep *) that turn what source says into what target
 * says; NIL when nothing differs.  In the current memory context; texts may
 * belong to the bases.
 */
extern List *mig_plan_make(const MigFactBase *source, const MigFactBase *target);

/* The same, with steps that are to be run after them. */
extern List *mig_plan_make_before(const MigFactBase *source, const MigFactBase *target, List *after);

/* The step that gives a fact another name, which comes without quotes. */
extern MigPlanStep *mig_plan_rename(const MigFact *fact, const char *newname);

/* What the steps lose the data of: "TABLE public.users, ..."; NULL: nothing. */
extern char *mig_plan_losses(const List *steps);

/* The steps as one script, with a comment above those that lose data; "" for none. */
extern char *mig_plan_script(const List *steps);

#endif							/* MIG_PLAN_H */
