/*
 * coerce.h
 *	  What the server can make of values of a type.
 *
 * Types are named as format_type does it.  Those of the user's own, told by the
 * dot in their names, may be known in one state only and are not looked at.
 */
#ifndef MIG_COERCE_H
#define MIG_COERCE_H

#include "base/text.h"
#include "schema/fact.h"

/* Is there a way from values of one type to values of another? */
extern bool mig_coerce_possible(const char *from, const char *to);

/*
 * The expression that makes a value, an expression too, one of another type,
 * which is named once with its modifier (type) and once without (to).  NULL
 * where an assignment does it: that refuses what does not fit, where a cast
 * would cut it off.
 */
extern char *mig_coerce_value(const char *from, const char *to, const char *value, const char *type);

/*
 * The expression that carries a value of a type from its old self to its new
 * one, as MigKind.carry has it; NULL where the type has no way of its own.  The
 * facts are those that use it, before and after.
 */
extern char *mig_coerce_carry(MigWriter *out, const MigFact *old, const MigFact *new,
							  const char *type, const char *value);

#endif							/* MIG_COERCE_H */
