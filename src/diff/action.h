/*
 * action.h
 *	  Changes become actions: drops, alters and creates, and what must come
 *	  before what among them.
 */
#ifndef MIG_ACTION_H
#define MIG_ACTION_H

#include "diff/change.h"

/* Those before MIG_OP_ALTER are about the old self. */
typedef enum MigOp
{
	MIG_OP_SAVE,					/* its data is put aside */
	MIG_OP_DROP,
	MIG_OP_RENAME,					/* a swapped fact gives up its name */
	MIG_OP_ALTER,
	MIG_OP_CREATE,
	MIG_OP_RESTORE				/* the data is fetched from there */
} MigOp;

typedef struct MigAction
{
	int			number;			/* its place in the list */
	MigOp		op;
	MigChange  *change;
	List	   *after;			/* of MigAction *: those that come before it */
	List	   *wishes;			/* ... and those that do where that can be */
	struct MigAction *into;		/* it is part of this one; NULL: it stands alone */
	bool		joined;			/* a later action joins it to its whole */
	bool		comes;			/* nothing to be said: another one does it */
	bool		given;			/* a new table has it from what it descends from */
	struct MigAction *giver;	/* by which that has it; NULL: it had it before */
} MigAction;

/* The fact that an action writes about. */
#define mig_action_fact(action) \
	((action)->op <= MIG_OP_RENAME ? \
	 (action)->change->old : (action)->change->new)

/*
 * The actions of all changes, in the current memory context.  Each child that
 * falls with its parent, or may fold into its CREATE, is part of that; what
 * must not be is taken out by mig_fold_settle.
 */
extern List *mig_action_list(const MigChanges *changes);

#endif							/* MIG_ACTION_H */
