/*
 * schema.c
 *	  Schemas.
 */
#include "postgres.h"

#include "catalog/pg_namespace.h"

#include "schema/kinds.h"

const MigKind mig_kind_schema = {
	.keyword = "SCHEMA",
	.catalog = NamespaceRelationId,
	.weight = 10,
	.query =
	"SELECT n.oid, 0, quote_ident(n.nspname), NULL::oid, NULL::oid, NULL::int"
	"  FROM pg_namespace n"
	" WHERE n.oid = ANY ($1)",
};
