/*
 * conname.h
 *	  Names of constraints that the server would not choose again.
 */
#ifndef MIG_CONNAME_H
#define MIG_CONNAME_H

#include "diff/change.h"

/*
 * Sets MigFact.named of the target's facts: where another constraint of the
 * schema has the name, before or after, the server would choose a new one for
 * what is made without.
 */
extern void mig_conname_settle(const MigChanges *changes);

#endif							/* MIG_CONNAME_H */
