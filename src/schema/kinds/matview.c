/*
 * matview.c
 *	  Materialized views.
 */
#include "postgres.h"

#include "catalog/pg_class.h"

#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	DEFINITION,
	OPTIONS,
	AM,
	TABLESPACE,
	POPULATED,
};

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, psprintf("ALTER MATERIALIZED VIEW %s", new->identity), "",
					  mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

static void
alter_am(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER MATERIALIZED VIEW %s SET ACCESS METHOD %s", new->identity,
					   mig_attr(new, AM) ? mig_attr(new, AM) : "heap");
}

static void
alter_tablespace(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER MATERIALIZED VIEW %s SET TABLESPACE %s", new->identity,
					   mig_attr(new, TABLESPACE) ? mig_attr(new, TABLESPACE) : "pg_default");
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[AM] = {"access method", MIG_ALTER, alter_am},
	[TABLESPACE] = {"tablespace", MIG_ALTER, alter_tablespace},
	[POPULATED] = {"populated", MIG_IGNORE},
};

static bool
unfilled(const MigFact *fact)
{
	return !mig_attr_true(fact, POPULATED);
}

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	char	   *options = mig_options_join(mig_attr(fact, OPTIONS), "", NULL, "");

	mig_text_statement(out, "CREATE MATERIALIZED VIEW %s%s%s%s%s%s%s%s AS\n%s%s", fact->identity,
					   mig_attr(fact, AM) ? " USING " : "", mig_attr(fact, AM) ? mig_attr(fact, AM) : "",
					   options[0] ? " WITH (" : "", options, options[0] ? ")" : "",
					   mig_attr(fact, TABLESPACE) ? " TABLESPACE " : "",
					   mig_attr(fact, TABLESPACE) ? mig_attr(fact, TABLESPACE) : "",
					   mig_attr(fact, DEFINITION), fact->unfilled ? "\n  WITH NO DATA" : "");
}

const MigKind mig_kind_matview = {
	.keyword = "MATERIALIZED VIEW",
	.catalog = RelationRelationId,
	.weight = 310,
	.traits = MIG_REBUILDABLE | MIG_BLOCKS | MIG_RELNAME | MIG_TYPENAME | MIG_READS,
	.query =
	"SELECT c.oid, 0, c.oid::regclass::text, 'pg_namespace'::regclass::oid, c.relnamespace, 0,"
	"       rtrim(pg_get_viewdef(c.oid), ';'), " MIG_OPTIONS_SQL("c.reloptions") ","
	"       (SELECT quote_ident(a.amname) FROM pg_am a WHERE a.oid = c.relam AND a.amname <> 'heap'),"
	"       (SELECT quote_ident(t.spcname) FROM pg_tablespace t WHERE t.oid = c.reltablespace),"
	"       c.relispopulated"
	"  FROM pg_class c WHERE c.relkind = 'm' AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.unfilled = unfilled,
};
