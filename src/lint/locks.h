/*
 * locks.h
 *	  Which locks a statement takes on the tables that it names, and on those
 *	  that foreign keys bind to them.
 */
#ifndef MIG_LOCKS_H
#define MIG_LOCKS_H

#include "lint/rule.h"

/* The table that a statement is about, as it names it; NULL where it has none or several. */
extern const RangeVar *mig_locks_subject(Node *stmt);

/* A List of MigTaking, of the current statement. */
extern List *mig_locks_of(MigLint *lint);

/* The strongest of them on a table; NoLock for none. */
extern LOCKMODE mig_locks_on(const List *takings, const MigTable *table);

/* Is an option of VACUUM, REINDEX and the like, List of DefElem, on? */
extern bool mig_locks_option(const List *options, const char *name);

#endif							/* MIG_LOCKS_H */
