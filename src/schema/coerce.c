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
#include "schema/kind.h"

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

static char *
through_text(const char *value, const char *text, const char *type)
{
	return strcmp(type, text) == 0 ? psprintf("%s::%s", value, text) : psprintf("%s::%s::%s", value, text, type);
}

char *
mig_coerce_value(const char *from, const char *to, const char *value, const char *type)
{
	switch (find_way(from, to))
	{
		case BY_TEXT:
			if (strstr(to, "[]") != NULL && strstr(from, "[]") == NULL)
				return psprintf("CASE WHEN %s IS NOT NULL THEN ARRAY[%s::text] END::%s", value, value, type);
			return through_text(value, strstr(to, "[]") ? "text[]" : "text", type);
		case BY_ARRAY:
			return psprintf("CASE WHEN %s IS NOT NULL THEN ARRAY[%s] END::%s", value, value, type);
		case BY_CAST:
			return psprintf("%s::%s", value, type);
		default:
			return NULL;
	}
}

/* The type of a fact, where it is one that knows how to carry its values. */
static const MigFact *
carrying_type(const MigFact *fact, const char *name)
{
	ListCell   *cell;

	foreach(cell, fact->needs)
	{
		const MigFact *type = lfirst(cell);

		if (type->kind->carry != NULL && strcmp(type->identity, name) == 0)
			return type;
	}
	return NULL;
}

char *
mig_coerce_carry(MigWriter *out, const MigFact *old, const MigFact *new, const char *type, const char *value)
{
	const MigFact *before = carrying_type(old, type);
	const MigFact *after = carrying_type(new, type);

	if (before == NULL || after == NULL || after->kind != before->kind)
		return NULL;
	return before->kind->carry(out, before, after, value);
}
