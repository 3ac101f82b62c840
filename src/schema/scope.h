/*
 * scope.h
 *	  Which schemas are ours, and which objects in them are left alone.
 */
#ifndef MIG_SCOPE_H
#define MIG_SCOPE_H

#include "nodes/pg_list.h"

/* What starts so is out of sight: see model/hide.h. */
#define MIG_SCOPE_HIDDEN	"migrate_hidden_"

/* SQL: is the object of that name to be seen? */
#define MIG_SCOPE_SHOWN(name)	"NOT starts_with(" name "::text, '" MIG_SCOPE_HIDDEN "')"

/*
 * SQL: may the caller drop what belongs to that role?  Of what has no schema,
 * nothing else is theirs to compare, or to hide: others' code may name it.
 */
#define MIG_SCOPE_OWN(owner)	"pg_has_role(" owner ", 'USAGE')"

/*
 * The names in the setting migrate.schemas, as char *, sorted, each once.
 * Refuses system schemas and the extension's own (22023).
 */
extern List *mig_scope_schemas(void);

/*
 * Is this object named by one of the patterns in migrate.exclude?  They are
 * separated by commas: "public.tmp_*, table:audit.*, function:public.f(integer)".
 */
extern bool mig_scope_excluded(const char *keyword, const char *identity);

#endif							/* MIG_SCOPE_H */
