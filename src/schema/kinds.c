/*
 * kinds.c
 *	  The shelf of kinds, as an array.
 */
#include "postgres.h"

#include "schema/kinds.h"

const MigKind *const mig_kinds[] = {
#define MIG_KIND(name)	&mig_kind_##name,
#include "schema/kinds.list"
#undef MIG_KIND
};

const int	mig_nkinds = lengthof(mig_kinds);
