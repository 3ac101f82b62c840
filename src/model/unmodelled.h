/*
 * unmodelled.h
 *	  Says what is not compared.
 */
#ifndef MIG_UNMODELLED_H
#define MIG_UNMODELLED_H

#include "schema/fact.h"

/*
 * One WARNING with the names of what either of the two bases has and no kind
 * reads; none when there is nothing.
 */
extern void mig_unmodelled_warn(const MigFactBase *one, const MigFactBase *other);

/* The first that only one of the two has; NULL when they have the same. */
extern const char *mig_unmodelled_change(const MigFactBase *one, const MigFactBase *other);

#endif							/* MIG_UNMODELLED_H */
