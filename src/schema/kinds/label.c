/*
 * label.c
 *	  Security labels, one of each provider.
 */
#include "postgres.h"

#include "schema/kinds.h"

enum
{
	TEXT,
	SUBJECT,
	PROVIDER,
};

static void
write_label(MigWriter *out, const MigFact *fact, const char *text)
{
	mig_text_statement(out, "SECURITY LABEL FOR %s ON %s IS %s", mig_attr(fact, PROVIDER),
					   mig_attr(fact, SUBJECT), mig_text_literal(text));
}

static void
alter_text(MigWriter *out, const MigFact *old, const MigFact *new)
{
	write_label(out, new, mig_attr(new, TEXT));
}

static const MigAttr attrs[] = {
	[TEXT] = {"text", MIG_ALTER, alter_text},
	[SUBJECT] = {"subject", MIG_IGNORE},
	[PROVIDER] = {"provider", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	alter_text(out, fact, fact);
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	write_label(out, fact, NULL);
}

const MigKind mig_kind_label = {
	.keyword = "SECURITY LABEL",
	.weight = 910,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query =
	"SELECT l.objoid, l.objsubid, format('%s %s FOR %I', i.type, i.identity, l.provider),"
	"       l.classoid, l.objoid, l.objsubid, l.label,"
	"       CASE"
	"         WHEN l.objsubid > 0 THEN 'COLUMN ' || i.identity"
	"         WHEN i.type = 'composite type' THEN 'TYPE ' || i.identity"
	"         WHEN i.type = 'aggregate' THEN 'AGGREGATE ' || regexp_replace(i.identity, '\\(\\)$', '(*)')"
	"         ELSE upper(i.type) || ' ' || i.identity"
	"       END, quote_ident(l.provider)"
	"  FROM pg_seclabel l,"
	"       pg_identify_object(l.classoid, l.objoid, l.objsubid) i"
	" WHERE l.objoid >= 16384 OR (l.classoid = 'pg_namespace'::regclass AND l.objoid = ANY ($1))",
	MIG_ATTRS(attrs),
	.create = create,
	.drop = drop,
};
