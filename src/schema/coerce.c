/*
 * coerce.c
 *	  What the server can make of values of a type.
 */
#include "postgres.h"

#include "access/transam.h"
#include "parser/parse_coerce.h"
#include "parser/parse_type.h"
#include "utils/lsyscache.h"

#include "base/compat.h"
#include "schema/coerce.h"

typedef enum Way
{
	BY_ASSIGNMENT,
	BY_CAST,
	BY_ARRAY,					/* of each value */
	BY_TEXT,
	NO_WAY
} Way;

/* The server's own type of that name, or InvalidOid. */
static Oid
find_own_type(const char *name)
{
	Oid			type = InvalidOid;
	int32		typmod;

	mig_compat_parse_type(name, &type, &typmod);
	return type < FirstNormalObjectId ? type : InvalidOid;
}

static bool
coerces(Oid from, Oid to, CoercionContext context)
{
	return OidIsValid(to) && can_coerce_type(1, &from, &to, context);
}

static Way
find_way(const char *from, const char *to)
{
	Oid			source = find_own_type(from);
	Oid			target = find_own_type(to);

	if (strchr(from, '.') != NULL || strchr(to, '.') != NULL)
		return BY_TEXT;
	/* Not known here: let the server say it when the script is proved. */
	if (!OidIsValid(source) || !OidIsValid(target))
		return BY_CAST;
	if (coerces(source, target, COERCION_ASSIGNMENT))
		return BY_ASSIGNMENT;
	if (coerces(source, target, COERCION_EXPLICIT))
		return BY_CAST;
	if (coerces(source, get_element_type(target), COERCION_ASSIGNMENT))
		return BY_ARRAY;
	return NO_WAY;
}

bool
mig_coerce_possible(const char *from, const char *to)
{
	return find_way(from, to) != NO_WAY;
}

char *
mig_coerce_value(const char *from, const char *to, const char *value, const char *type)
{
	switch (find_way(from, to))
	{
		case BY_TEXT:
			return psprintf("%s::text%s::%s", value, strstr(type, "[]") ? "[]" : "", type);
		case BY_ARRAY:
			return psprintf("CASE WHEN %s IS NOT NULL THEN ARRAY[%s] END::%s", value, value, type);
		case BY_CAST:
			return psprintf("%s::%s", value, type);
		default:
			return NULL;
	}
}
