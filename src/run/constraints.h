/*
 * constraints.h
 *	  Deferred constraints between two revisions.
 */
#ifndef MIG_CONSTRAINTS_H
#define MIG_CONSTRAINTS_H

/*
 * Checks now what the statements so far have deferred, and leaves every
 * deferrable constraint with events pending as its definition says, deferred
 * or not.  (SET CONSTRAINTS ALL IMMEDIATE would also turn constraints that are
 * created later, INITIALLY DEFERRED, into immediate ones.)
 * Errors: those of the constraints.
 */
extern void mig_constraints_settle(void);

#endif							/* MIG_CONSTRAINTS_H */
