/*
 * exec.h
 *	  Runs the statements of a script in the caller's transaction.
 */
#ifndef MIG_EXEC_H
#define MIG_EXEC_H

#include "tcop/dest.h"
#include "tcop/utility.h"

#include "base/script.h"

/*
 * Runs a statement, which is number number of cut, from 0, by calling
 * run(state); or leaves it out by not doing so.
 */
typedef void (*MigAround) (void (*run) (void *state), void *state,
						   const MigCut *cut, int number, void *arg);

/* How a script is run. */
typedef struct MigExec
{
	ProcessUtilityContext context;	/* QUERY; SUBCOMMAND fires no event trigger */
	DestReceiver *dest;			/* gets the rows; NULL: nobody does */

	/*
	 * NULL, or looks at each parse tree before it is analysed: it may raise an
	 * error, change the tree, or return false when nothing is left to run.
	 */
	bool		(*admit) (Node *stmt, void *arg);

	MigAround	around;			/* NULL, or runs each statement */
	void	   *arg;			/* of both */

	/* NULL, or is told the number of each statement, from 0, as it begins. */
	void		(*begin) (int number);
} MigExec;

/*
 * Runs the statements of cut one after the other, each with its own text as
 * the query string, as if the client had sent it; statement_timeout begins
 * anew with each.  What SET changes in them is undone at the end, also where
 * a script says SET without LOCAL.  Memory does not grow with their number.
 * Errors keep their SQLSTATE and get a CONTEXT that names cut->what, the
 * number of the statement, its line and its text; nothing is undone here.
 * The caller has refused what can't run here: MIG_STMT_TRANSACTION and
 * MIG_STMT_COPY_CLIENT.
 * Returns false when no statement can have left events of deferred constraints
 * behind.
 */
extern bool mig_exec_run(const MigCut *cut, const MigExec *how);

/* What the caller of mig_exec_toplevel does around each statement. */
typedef struct MigExecHooks
{
	/* In the transaction that the statement begins in; false: leave it out. */
	bool		(*before) (void *arg, const MigCut *cut, int number);
	/* In the transaction that the statement left open, which it is to commit. */
	void		(*after) (void *arg, const MigCut *cut, int number);
	void	   *arg;
} MigExecHooks;

/*
 * Runs the statements of cut from number first (from 0) on at top level, as
 * those need it that refuse a transaction block; each may commit.  To be called
 * in a procedure that may commit; the current memory context must survive that.
 * What SET changes stays: before each SET the value is remembered, see
 * base/restore.h.
 */
extern void mig_exec_toplevel(const MigCut *cut, int first, const MigExecHooks *hooks);

#endif							/* MIG_EXEC_H */
