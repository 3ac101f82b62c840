/*
 * view.c
 *	  Views and materialized views.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "lib/stringinfo.h"

#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	DEFINITION,
	COLUMNS,
	OPTIONS,
};

static void
create_view(MigWriter *out, const MigFact *fact, const List *clauses)
{
	char	   *options = mig_options_join(mig_attr(fact, OPTIONS), "", NULL, "");

	mig_text_statement(out, "CREATE OR REPLACE VIEW %s%s%s%s AS\n%s", fact->identity,
					   options[0] ? " WITH (" : "", options, options[0] ? ")" : "",
					   mig_attr(fact, DEFINITION));
}

static void
alter_definition(MigWriter *out, const MigFact *old, const MigFact *new)
{
	create_view(out, new, NIL);
}

/* In place only columns can be added, at the end. */
static MigHow
decide_definition(const MigFact *old, const MigFact *new)
{
	const char *before = mig_attr(old, COLUMNS);
	const char *after = mig_attr(new, COLUMNS);

	return strncmp(before, after, strlen(before)) == 0 ? MIG_ALTER : MIG_REPLACE;
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, psprintf("ALTER VIEW %s", new->identity), "",
					  mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_ALTER, alter_definition, decide_definition},
	[COLUMNS] = {"columns", MIG_IGNORE},
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
};

/* Columns are compared by name, type and collation, each ended by a newline. */
const MigKind mig_kind_view = {
	.keyword = "VIEW",
	.catalog = RelationRelationId,
	.weight = 300,
	.traits = MIG_REBUILDABLE | MIG_BLOCKS | MIG_RELNAME | MIG_TYPENAME,
	.query =
	"SELECT c.oid, 0, c.oid::regclass::text, NULL::oid, NULL::oid, NULL::int,"
	"       rtrim(pg_get_viewdef(c.oid), ';'),"
	"       (SELECT string_agg(format(E'%I %s %s\\n', a.attname, format_type(a.atttypid, a.atttypmod),"
	"               a.attcollation::regcollation), '' ORDER BY a.attnum)"
	"          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),"
	"       " MIG_OPTIONS_SQL("c.reloptions")
	"  FROM pg_class c WHERE c.relkind = 'v' AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create_view,
};
