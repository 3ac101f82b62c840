/*
 * operator_class.c
 *	  Operator families, their members that belong to no class, and operator
 *	  classes.
 */
#include "postgres.h"

#include "catalog/pg_amop.h"
#include "catalog/pg_amproc.h"
#include "catalog/pg_opclass.h"
#include "catalog/pg_opfamily.h"

#include "schema/kinds.h"

/* Families have nothing but a name. */
const MigKind mig_kind_operator_family = {
	.keyword = "OPERATOR FAMILY",
	.catalog = OperatorFamilyRelationId,
	.weight = 172,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT f.oid, 0, format('%I.%I USING %I', n.nspname, f.opfname, a.amname),"
	"       NULL::oid, NULL::oid, NULL::int"
	"  FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod"
	" WHERE f.oid >= 16384 AND f.opfnamespace = ANY ($1)",
};

/* What is said of a member when it comes, and when it goes. */
enum
{
	MEMBER,
	FAMILY,
	PLACE,
};

static const MigAttr member_attrs[] = {
	[MEMBER] = {"member", MIG_REPLACE},
	[FAMILY] = {"family", MIG_IGNORE},
	[PLACE] = {"place", MIG_IGNORE},
};

static void
create_member(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "ALTER OPERATOR FAMILY %s ADD %s", mig_attr(fact, FAMILY),
					   mig_attr(fact, MEMBER));
}

static void
drop_member(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "ALTER OPERATOR FAMILY %s DROP %s", mig_attr(fact, FAMILY),
					   mig_attr(fact, PLACE));
}

/* SQL: the place of a row m of pg_amop or pg_amproc, and the member there. */
#define OPERATOR_PLACE \
	"format('OPERATOR %s (%s, %s)', m.amopstrategy, format_type(m.amoplefttype, NULL)," \
	" format_type(m.amoprighttype, NULL))"
#define OPERATOR_MEMBER \
	"(SELECT format('OPERATOR %s %I.%s (%s, %s)', m.amopstrategy, x.nspname, o.oprname," \
	"               format_type(m.amoplefttype, NULL), format_type(m.amoprighttype, NULL))" \
	"   FROM pg_operator o JOIN pg_namespace x ON x.oid = o.oprnamespace WHERE o.oid = m.amopopr) ||" \
	" coalesce((SELECT format(' FOR ORDER BY %I.%I', x.nspname, s.opfname) FROM pg_opfamily s" \
	"             JOIN pg_namespace x ON x.oid = s.opfnamespace WHERE s.oid = m.amopsortfamily), '')"
#define FUNCTION_PLACE \
	"format('FUNCTION %s (%s, %s)', m.amprocnum, format_type(m.amproclefttype, NULL)," \
	" format_type(m.amprocrighttype, NULL))"
#define FUNCTION_MEMBER \
	FUNCTION_PLACE " || ' ' || m.amproc::oid::regprocedure"

/* SQL: the rows of a catalog of members that belong to a family, not to a class. */
#define LOOSE(catalog, family, member, place) \
	"SELECT m.oid, 0, format('%s OF %I.%I USING %I', " place ", n.nspname, f.opfname, a.amname)," \
	"       'pg_opfamily'::regclass::oid, f.oid, 0, " member "," \
	"       format('%I.%I USING %I', n.nspname, f.opfname, a.amname), " place \
	"  FROM " catalog " m JOIN pg_opfamily f ON f.oid = m." family \
	"       JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod" \
	" WHERE m.oid >= 16384 AND f.oid >= 16384 AND f.opfnamespace = ANY ($1)" \
	"   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '" catalog "'::regclass" \
	"                    AND d.objid = m.oid AND d.refclassid = 'pg_opclass'::regclass AND d.deptype = 'i')"

const MigKind mig_kind_family_operator = {
	.keyword = "FAMILY OPERATOR",
	.catalog = AccessMethodOperatorRelationId,
	.weight = 176,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query = LOOSE("pg_amop", "amopfamily", OPERATOR_MEMBER, OPERATOR_PLACE),
	MIG_ATTRS(member_attrs),
	.create = create_member,
	.drop = drop_member,
};

const MigKind mig_kind_family_function = {
	.keyword = "FAMILY FUNCTION",
	.catalog = AccessMethodProcedureRelationId,
	.weight = 177,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query = LOOSE("pg_amproc", "amprocfamily", FUNCTION_MEMBER, FUNCTION_PLACE),
	MIG_ATTRS(member_attrs),
	.create = create_member,
	.drop = drop_member,
};

/* Classes. */
enum
{
	DEFINITION,
	HEAD,
};

static const MigAttr class_attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE},
	[HEAD] = {"head", MIG_IGNORE},
};

static void
create_class(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE OPERATOR CLASS %s %s", mig_attr(fact, HEAD),
					   mig_attr(fact, DEFINITION));
}

#define MEMBERS(catalog, member, order) \
	"(SELECT string_agg(" member ", E',\\n    ' ORDER BY " order ")" \
	"   FROM " catalog " m JOIN pg_depend d ON d.classid = '" catalog "'::regclass AND d.objid = m.oid" \
	"  WHERE d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid AND d.deptype = 'i')"

/* A class without members needs a word after AS; its own type as storage says nothing. */
const MigKind mig_kind_operator_class = {
	.keyword = "OPERATOR CLASS",
	.catalog = OperatorClassRelationId,
	.weight = 174,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT c.oid, 0, format('%I.%I USING %I', n.nspname, c.opcname, a.amname),"
	"       NULL::oid, NULL::oid, NULL::int,"
	"       format(E'%sFOR TYPE %s USING %I FAMILY %I.%I AS\\n    %s',"
	"         CASE WHEN c.opcdefault THEN 'DEFAULT ' END, format_type(c.opcintype, NULL), a.amname,"
	"         y.nspname, f.opfname, coalesce(nullif(concat_ws(E',\\n    ',"
	MEMBERS("pg_amop", OPERATOR_MEMBER,
			"m.amopstrategy, m.amoplefttype::regtype::text, m.amoprighttype::regtype::text") ","
	MEMBERS("pg_amproc", FUNCTION_MEMBER,
			"m.amprocnum, m.amproclefttype::regtype::text, m.amprocrighttype::regtype::text") ","
	"           'STORAGE ' || format_type(nullif(c.opckeytype, 0::oid), NULL)), ''),"
	"         'STORAGE ' || format_type(c.opcintype, NULL))),"
	"       format('%I.%I', n.nspname, c.opcname)"
	"  FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod"
	"       JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace y ON y.oid = f.opfnamespace"
	" WHERE c.oid >= 16384 AND c.opcnamespace = ANY ($1)",
	MIG_ATTRS(class_attrs),
	.create = create_class,
};
