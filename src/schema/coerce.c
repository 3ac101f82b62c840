/*
 * coerce.c
 *	  What the server can make of values of a type.
 */
#include "postgres.h"

#include "access/transam.h"
#include "parser/parse_coerce.h"
#include "parser/parse_type.h"

#include "base/compat.h"
#include "schema/coerce.h"

/* The server's own type of that name, or InvalidOid. */
static Oid
find_own_type(const char *name)
{
	Oid			type = InvalidOid;
	int32		typmod;

	mig_compat_parse_type(name, &type, &typmod);
	return type < FirstNormalObjectId ? type : InvalidOid;
}

bool
mig_coerce_assigns(const char *from, const char *to)
{
	Oid			source = find_own_type(from);
	Oid			target = find_own_type(to);

	return OidIsValid(source) && OidIsValid(target) &&
		can_coerce_type(1, &source, &target, COERCION_ASSIGNMENT);
}
