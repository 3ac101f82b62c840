/*
 * clash.h
 *	  Names that a part of the model and what is carried over cannot both have.
 */
#ifndef MIG_CLASH_H
#define MIG_CLASH_H

#include "model/carry.h"

/*
 * Checks that nothing has got a name that something carried over has, or by
 * which that would have got another; built is the result of the first merge.
 * An error as of mig_carry_doubt.
 */
extern void mig_clash_check(const MigCarry *carry, const MigFactBase *built);

#endif							/* MIG_CLASH_H */
