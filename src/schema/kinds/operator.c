/*
 * operator.c
 *	  Operators.
 */
#include "postgres.h"

#include "catalog/pg_operator.h"

#include "schema/kinds.h"

enum
{
	DEFINITION,
	RESTRICT,
	JOIN,
	NAME,
};

static void
alter_estimator(MigWriter *out, const MigFact *fact, const char *which, const char *function)
{
	mig_text_statement(out, "ALTER OPERATOR %s SET (%s = %s)", fact->identity, which,
					   function ? function : "NONE");
}

static void
alter_restrict(MigWriter *out, const MigFact *old, const MigFact *new)
{
	alter_estimator(out, new, "RESTRICT", mig_attr(new, RESTRICT));
}

static void
alter_join(MigWriter *out, const MigFact *old, const MigFact *new)
{
	alter_estimator(out, new, "JOIN", mig_attr(new, JOIN));
}

static const MigAttr attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[RESTRICT] = {"restrict", MIG_ALTER, alter_restrict},
	[JOIN] = {"join", MIG_ALTER, alter_join},
	[NAME] = {"name", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	const char *restriction = mig_attr(fact, RESTRICT);
	const char *join = mig_attr(fact, JOIN);

	mig_text_statement(out, "CREATE OPERATOR %s (\n    %s%s%s%s%s\n)", mig_attr(fact, NAME),
					   mig_attr(fact, DEFINITION),
					   restriction ? ",\n    RESTRICT = " : "", restriction ? restriction : "",
					   join ? ",\n    JOIN = " : "", join ? join : "");
}

/*
 * An operator may name another one that comes later: the server makes a shell
 * for it, which is no fact.
 */
#define OTHER(option, column) \
	"  (SELECT format('" option " = OPERATOR(%I.%s)', m.nspname, x.oprname)" \
	"     FROM pg_operator x JOIN pg_namespace m ON m.oid = x.oprnamespace WHERE x.oid = o." column "),"

const MigKind mig_kind_operator = {
	.keyword = "OPERATOR",
	.catalog = OperatorRelationId,
	.weight = 170,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT o.oid, 0, o.oid::regoperator::text, 'pg_namespace'::regclass::oid, n.oid, 0,"
	"       concat_ws(E',\\n    ', 'FUNCTION = ' || o.oprcode,"
	"  CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || format_type(o.oprleft, NULL) END,"
	"  CASE WHEN o.oprright <> 0 THEN 'RIGHTARG = ' || format_type(o.oprright, NULL) END,"
	OTHER("COMMUTATOR", "oprcom")
	OTHER("NEGATOR", "oprnegate")
	"  CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END),"
	"       CASE WHEN o.oprrest <> 0 THEN o.oprrest END, CASE WHEN o.oprjoin <> 0 THEN o.oprjoin END,"
	"       format('%I.%s', n.nspname, o.oprname)"
	"  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace"
	" WHERE o.oprcode <> 0 AND o.oprnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
};
