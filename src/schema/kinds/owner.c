/*
 * owner.c
 *	  Owners.  What the current user owns needs no word: whoever creates a thing
 *	  owns it.
 */
#include "postgres.h"

#include "schema/kinds.h"

enum
{
	OWNER,
	CREATOR,
};

static void
alter_owner(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER %s OWNER TO %s", new->identity, mig_attr(new, OWNER));
}

static const MigAttr attrs[] = {
	[OWNER] = {"owner", MIG_ALTER, alter_owner},
	[CREATOR] = {"creator", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	alter_owner(out, fact, fact);
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER %s OWNER TO %s", fact->identity, mig_attr(fact, CREATOR));
}

#define OWNED(class, catalog, owner, more) \
	" UNION ALL SELECT '" class "'::regclass::oid, oid, " owner " FROM " catalog " WHERE true " more

/*
 * The identity is what ALTER calls the thing.  The owner of a column's sequence
 * follows the table's; an extension's cannot be changed.
 */
const MigKind mig_kind_owner = {
	.keyword = "OWNER",
	.weight = 910,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_OWNER,
	.query =
	"SELECT NULL::oid, NULL::int,"
	"       CASE i.type WHEN 'statistics object' THEN 'STATISTICS'"
	"            WHEN 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER'"
	"            WHEN 'composite type' THEN 'TYPE' ELSE upper(i.type) END || ' ' ||"
	"       CASE i.type WHEN 'aggregate' THEN regexp_replace(i.identity, '\\(\\)$', '(*)') ELSE i.identity END,"
	"       o.class, o.oid, 0, quote_ident(pg_get_userbyid(o.owner)), quote_ident(current_user)"
	"  FROM (SELECT 'pg_namespace'::regclass::oid AS class, oid, nspowner AS owner FROM pg_namespace"
	"         WHERE oid = ANY ($1)"
	OWNED("pg_class", "pg_class c", "relowner",
		  "AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relnamespace = ANY ($1)"
		  " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass"
		  " AND d.objid = c.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') AND c.relkind = 'S')")
	OWNED("pg_type", "pg_type t", "typowner",
		  "AND typnamespace = ANY ($1) AND (typrelid = 0 OR EXISTS (SELECT FROM pg_class c"
		  " WHERE c.oid = t.typrelid AND c.relkind = 'c'))"
		  " AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) AND typtype <> 'm'")
	OWNED("pg_proc", "pg_proc", "proowner", "AND pronamespace = ANY ($1)")
	OWNED("pg_operator", "pg_operator", "oprowner", "AND oprnamespace = ANY ($1)")
	OWNED("pg_opclass", "pg_opclass", "opcowner", "AND opcnamespace = ANY ($1)")
	OWNED("pg_opfamily", "pg_opfamily", "opfowner", "AND opfnamespace = ANY ($1)")
	OWNED("pg_collation", "pg_collation", "collowner", "AND collnamespace = ANY ($1)")
	OWNED("pg_conversion", "pg_conversion", "conowner", "AND connamespace = ANY ($1)")
	OWNED("pg_ts_dict", "pg_ts_dict", "dictowner", "AND dictnamespace = ANY ($1)")
	OWNED("pg_ts_config", "pg_ts_config", "cfgowner", "AND cfgnamespace = ANY ($1)")
	OWNED("pg_statistic_ext", "pg_statistic_ext", "stxowner", "AND stxnamespace = ANY ($1)")
	OWNED("pg_foreign_data_wrapper", "pg_foreign_data_wrapper", "fdwowner", "")
	OWNED("pg_foreign_server", "pg_foreign_server", "srvowner", "")
	OWNED("pg_publication", "pg_publication", "pubowner", "")
	OWNED("pg_event_trigger", "pg_event_trigger", "evtowner", "")
	OWNED("pg_language", "pg_language", "lanowner", "AND oid >= 16384")
	") o, pg_identify_object(o.class, o.oid, 0) i"
	" WHERE o.owner <> current_user::regrole",
	MIG_ATTRS(attrs),
	.create = create,
	.drop = drop,
};
