/*
 * comment.c
 *	  Comments, on whatever is a fact.
 */
#include "postgres.h"

#include "schema/kinds.h"

enum
{
	TEXT,
	SUBJECT,
};

static void
alter_text(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "COMMENT ON %s IS %s", mig_attr(new, SUBJECT),
					   mig_text_literal(mig_attr(new, TEXT)));
}

static const MigAttr attrs[] = {
	[TEXT] = {"text", MIG_ALTER, alter_text},
	[SUBJECT] = {"subject", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	alter_text(out, fact, fact);
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "COMMENT ON %s IS NULL", mig_attr(fact, SUBJECT));
}

/*
 * What COMMENT ON calls its subject, from what the server calls it: a
 * sub-object stands ON something, and some types of object have two names.
 */
const MigKind mig_kind_comment = {
	.keyword = "COMMENT",
	.weight = 900,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query =
	"SELECT d.objoid, d.objsubid, i.type || ' ' || i.identity,"
	/* That of a NOT NULL goes with the column or domain, of which it is an attribute. */
	"       CASE WHEN n.contypid <> 0 THEN 'pg_type'::regclass WHEN n.conrelid <> 0 THEN 'pg_class'::regclass ELSE d.classoid END,"
	"       coalesce(nullif(n.contypid, 0), n.conrelid, d.objoid), coalesce(n.conkey[1], d.objsubid), d.description,"
	"       CASE"
	"         WHEN d.objsubid > 0 THEN 'COLUMN ' || i.identity"
	"         WHEN i.type = 'table constraint' THEN 'CONSTRAINT ' || i.identity"
	"         WHEN i.type = 'domain constraint' THEN"
	"           (SELECT format('CONSTRAINT %I ON DOMAIN %s', k.conname, k.contypid::regtype)"
	"              FROM pg_constraint k WHERE k.oid = d.objoid)"
	"         WHEN i.type = 'statistics object' THEN 'STATISTICS ' || i.identity"
	"         WHEN i.type = 'composite type' THEN 'TYPE ' || i.identity"
	"         WHEN i.type = 'transform' THEN"
	"           (SELECT format('TRANSFORM FOR %s LANGUAGE %I', format_type(t.trftype, NULL), l.lanname)"
	"              FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang WHERE t.oid = d.objoid)"
	"         WHEN i.type = 'aggregate' THEN 'AGGREGATE ' || regexp_replace(i.identity, '\\(\\)$', '(*)')"
	"         ELSE upper(i.type) || ' ' || i.identity"
	"       END"
	"  FROM pg_description d"
	"       LEFT JOIN pg_constraint n ON d.classoid = 'pg_constraint'::regclass AND n.oid = d.objoid AND n.contype = 'n',"
	"       pg_identify_object(d.classoid, d.objoid, d.objsubid) i"
	" WHERE d.objoid >= 16384 OR (d.classoid = 'pg_namespace'::regclass AND d.objoid = ANY ($1))",
	MIG_ATTRS(attrs),
	.create = create,
	.drop = drop,
};
