/*
 * gate.h
 *	  May these steps run?  Everything that can be known is known before the
 *	  first statement of the first step runs.
 */
#ifndef MIG_GATE_H
#define MIG_GATE_H

#include "nodes/pg_list.h"

/* Raises 25006 on a standby, naming the command ("migrate.diff"). */
extern void mig_gate_primary(const char *command);

/* The same, and in a read-only transaction. */
extern void mig_gate_writable(const char *command);

/*
 * Checks a list of MigLeg and cuts their scripts, in the current memory
 * context.  Errors: MG040 a step cannot be reversed; MG050 a statement of a
 * transactional revision refuses a transaction block; 0A000 transaction
 * control, or COPY from or to the client; 42601 what does not parse.
 */
extern void mig_gate_cut(List *legs);

/*
 * The same for legs that are all to run in the caller's transaction.  Also:
 * MG050 a revision is not transactional; 54000 more relations than the
 * server's lock table has room for.
 */
extern void mig_gate_pass(List *legs);

/*
 * The same for legs that are rehearsed there: statements that refuse a
 * transaction block may be among those of revisions that are not transactional.
 */
extern void mig_gate_rehearse(List *legs);

/*
 * How many locks the server's lock table, which all sessions share, is made
 * for, as the documentation of max_locks_per_transaction has it.
 */
extern int64 mig_gate_lock_table_size(void);

#endif							/* MIG_GATE_H */
