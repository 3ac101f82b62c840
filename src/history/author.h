/*
 * author.h
 *	  Writing revisions: what an author asks for, checked and resolved.
 */
#ifndef MIG_AUTHOR_H
#define MIG_AUTHOR_H

#include "history/revision.h"

/* What an author asks for. */
typedef struct MigDraft
{
	const char *command;		/* for errors: "migrate.revision" */
	const char *message;
	const char *rev_id;			/* NULL: one is made */
	List	   *heads;			/* char *: the parents, as resolve.h has them */
	bool		splice;			/* a parent may have children already */
	List	   *branch_label;	/* char * */
	List	   *depends_on;		/* char * */
	bool		transactional;
} MigDraft;

/*
 * Keeps other authors out until the transaction ends, and turns a draft into a
 * revision without scripts, not stored yet.  It is in the current memory
 * context.
 * Errors: 25006, 42501; 22023 a name that can't be one, a parent that is no
 * head without splice, a parent given twice; MG004 an id or label that exists;
 * those of resolve.h.
 */
extern MigStored *mig_history_draft(const MigDraft *draft);

/*
 * The revision that a name stands for, for who wants to change it.  Keeps
 * others out as above.  Error: MG001 also for base.
 */
extern int	mig_history_open(const char *command, const char *name, const MigGraph **graph);

/*
 * Why a name can't be the id of a revision or a label, in a sentence; NULL: it
 * can.
 */
extern const char *mig_history_name_fault(const char *name);

/* The revisions that are applied, in the database or in any tenant, as a set. */
extern bool *mig_history_applied_anywhere(const MigGraph *graph);

/*
 * Raises MG011 if a revision is applied, in the database or in any tenant.
 * what is done to it: "edited", "removed".
 */
extern void mig_history_check_unapplied(const MigGraph *graph, int rev, const char *what);

#endif							/* MIG_AUTHOR_H */
