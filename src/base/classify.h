/*
 * classify.h
 *	  What kind of statement a parse tree is, for those who run or judge it.
 */
#ifndef MIG_CLASSIFY_H
#define MIG_CLASSIFY_H

#include "nodes/nodes.h"

/* Flags of a statement. */
#define MIG_STMT_TRANSACTION	(1 << 0)	/* BEGIN, COMMIT, SAVEPOINT, SET TRANSACTION and kin */
#define MIG_STMT_TOPLEVEL		(1 << 1)	/* refuses a transaction block */
#define MIG_STMT_COPY_CLIENT	(1 << 2)	/* COPY from stdin or to stdout */
#define MIG_STMT_DATA			(1 << 3)	/* reads or changes rows, or runs
											 * code that may */

/* The flags of a raw parse tree (RawStmt.stmt).  No catalog is read. */
extern uint32 mig_classify_statement(Node *stmt);

/*
 * About how many entries of the server's lock table the statement will take for
 * what it creates or drops.  From the parse tree alone: others may come on top.
 */
extern int	mig_classify_locks(Node *stmt);

#endif							/* MIG_CLASSIFY_H */
