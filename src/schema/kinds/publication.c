/*
 * publication.c
 *	  Publications, and the tables and schemas in them.
 */
#include "postgres.h"

#include "catalog/pg_publication.h"
#include "catalog/pg_publication_namespace.h"
#include "catalog/pg_publication_rel.h"

#include "schema/kinds.h"
#include "schema/options.h"
#include "schema/scope.h"

enum
{
	ALLTABLES,
	OPTIONS,
};

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, psprintf("ALTER PUBLICATION %s", new->identity), "",
					  mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

static const MigAttr attrs[] = {
	[ALLTABLES] = {"all tables", MIG_REPLACE},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE PUBLICATION %s%s WITH (%s)", fact->identity,
					   mig_attr_true(fact, ALLTABLES) ? " FOR ALL TABLES" : "",
					   mig_options_join(mig_attr(fact, OPTIONS), "", NULL, ""));
}

/* The options are always all there, so none is ever reset. */
const MigKind mig_kind_publication = {
	.keyword = "PUBLICATION",
	.catalog = PublicationRelationId,
	.weight = 700,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT p.oid, 0, quote_ident(p.pubname), NULL::oid, NULL::oid, NULL::int, p.puballtables,"
	"       format(E'publish=%L\\npublish_via_partition_root=%L', concat_ws(', ',"
	"         CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,"
	"         CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END), p.pubviaroot::text)"
	"  FROM pg_publication p WHERE " MIG_SCOPE_SHOWN("p.pubname") " AND " MIG_SCOPE_OWN("p.pubowner"),
	MIG_ATTRS(attrs),
	.create = create,
};

enum
{
	PUBLICATION,
	MEMBER,
	DETAILS,
};

static const MigAttr member_attrs[] = {
	[PUBLICATION] = {"publication", MIG_IGNORE},
	[MEMBER] = {"member", MIG_IGNORE},
	[DETAILS] = {"details", MIG_REPLACE},
};

static void
create_member(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "ALTER PUBLICATION %s ADD %s%s", mig_attr(fact, PUBLICATION),
					   mig_attr(fact, MEMBER), mig_attr(fact, DETAILS));
}

static void
drop_member(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER PUBLICATION %s DROP %s", mig_attr(fact, PUBLICATION),
					   mig_attr(fact, MEMBER));
}

const MigKind mig_kind_publication_table = {
	.keyword = "PUBLICATION TABLE",
	.catalog = PublicationRelRelationId,
	.weight = 710,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_BLOCKS,
	.query =
	"SELECT r.oid, 0, format('%I TABLE %s', p.pubname, r.prrelid::regclass),"
	"       'pg_publication'::regclass::oid, p.oid, 0, quote_ident(p.pubname),"
	/* Children are members of their own. */
	"       'TABLE ' || CASE WHEN c.relkind = 'r' AND c.relhassubclass THEN 'ONLY ' ELSE '' END || r.prrelid::regclass,"
	"       concat((SELECT format(' (%s)', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum))"
	"                 FROM unnest(r.prattrs) n JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = n"
	"               HAVING count(*) > 0),"
	"              ' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')')"
	"  FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid"
	" WHERE " MIG_SCOPE_SHOWN("p.pubname") " AND " MIG_SCOPE_OWN("p.pubowner"),
	MIG_ATTRS(member_attrs),
	.create = create_member,
	.drop = drop_member,
};

const MigKind mig_kind_publication_schema = {
	.keyword = "PUBLICATION SCHEMA",
	.catalog = PublicationNamespaceRelationId,
	.weight = 720,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query =
	"SELECT r.oid, 0, format('%I SCHEMA %I', p.pubname, n.nspname),"
	"       'pg_publication'::regclass::oid, p.oid, 0, quote_ident(p.pubname),"
	"       format('TABLES IN SCHEMA %I', n.nspname), ''"
	"  FROM pg_publication_namespace r JOIN pg_publication p ON p.oid = r.pnpubid"
	"       JOIN pg_namespace n ON n.oid = r.pnnspid"
	" WHERE " MIG_SCOPE_SHOWN("p.pubname") " AND " MIG_SCOPE_OWN("p.pubowner"),
	MIG_ATTRS(member_attrs),
	.create = create_member,
	.drop = drop_member,
};
