/*
 * stray.h
 *	  Tables that have to be made anew, since a part of them cannot become what it
 *	  is to be while they stay.
 */
#ifndef MIG_STRAY_H
#define MIG_STRAY_H

#include "diff/change.h"

/*
 * The changes (of MigChange *) of those tables, which stay as yet: a column or
 * constraint would not be local, or inherited, as it is to be, a column could not
 * get its type.
 */
extern List *mig_stray_tables(const MigChanges *changes);

/* Marks the columns that are dropped alone, when no table strays any more. */
extern void mig_stray_leave(const MigChanges *changes);

#endif							/* MIG_STRAY_H */
