/*
 * kinds.h
 *	  The shelf of kinds: one line for each file in kinds/.
 */
#ifndef MIG_KINDS_H
#define MIG_KINDS_H

#include "schema/kind.h"

extern const MigKind *const mig_kinds[];
extern const int mig_nkinds;

#define MIG_KIND(name)	extern const MigKind mig_kind_##name;
#include "schema/kinds.list"
#undef MIG_KIND

#endif							/* MIG_KINDS_H */
