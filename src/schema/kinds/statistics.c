/*
 * statistics.c
 *	  Extended statistics.
 */
#include "postgres.h"

#include "catalog/pg_statistic_ext.h"

#include "schema/kinds.h"

enum
{
	DEFINITION,
	TARGET,
};

static void
alter_target(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER STATISTICS %s SET STATISTICS %s", new->identity,
					   mig_attr(new, TARGET) ? mig_attr(new, TARGET) : "-1");
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[TARGET] = {"target", MIG_ALTER, alter_target},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "%s", mig_attr(fact, DEFINITION));
}

static void
rest(MigWriter *out, const MigFact *fact)
{
	if (mig_attr(fact, TARGET) != NULL)
		alter_target(out, fact, fact);
}

/* The server makes them anew with a column's type, and forgets target and owner. */
const MigKind mig_kind_statistics = {
	.keyword = "STATISTICS",
	.catalog = StatisticExtRelationId,
	.weight = 260,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE | MIG_BLOCKS,
	.query =
	"SELECT s.oid, 0, format('%I.%I', n.nspname, s.stxname), 'pg_class'::regclass::oid, s.stxrelid, 0,"
	"       pg_get_statisticsobjdef(s.oid), CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END"
	"  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace"
	" WHERE s.stxnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.rest = rest,
};
