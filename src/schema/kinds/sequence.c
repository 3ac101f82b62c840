/*
 * sequence.c
 *	  Sequences, but for those of identity columns.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "lib/stringinfo.h"

#include "schema/kinds.h"
#include "schema/sequence.h"

enum
{
	TYPE,
	OPTIONS,
	OWNEDBY,
	PERSISTENCE,
	GIVEN,
	SERIAL,
	TABLEOWNER,
	CREATOR,
};

/* The bounds of a type change with it. */
static MigHow
decide_options(const MigFact *old, const MigFact *new)
{
	return !mig_attr_equal(old, new, TYPE) && mig_attr_equal(old, new, GIVEN) ? MIG_IGNORE : MIG_ALTER;
}

static void
write_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_sequence_alter(out, new->identity, psprintf("ALTER SEQUENCE %s", new->identity), "",
					   mig_attr(old, OPTIONS), mig_attr(new, OPTIONS));
}

/* Bounds that a type is too narrow for are out of its way before it comes. */
static bool
bounds_first(const MigFact *old, const MigFact *new)
{
	return decide_options(old, new) == MIG_ALTER && !mig_attr_equal(old, new, OPTIONS) &&
		mig_sequence_narrows(mig_attr(old, TYPE), mig_attr(new, TYPE));
}

static void
alter_type(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (bounds_first(old, new))
		write_options(out, old, new);
	mig_text_statement(out, "ALTER SEQUENCE %s AS %s", new->identity, mig_attr(new, TYPE));
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (!bounds_first(old, new))
		write_options(out, old, new);
}

/* That of the table it is linked to, which a new table has only later; else whoever runs the script. */
static const char *
owner(const MigFact *fact)
{
	bool		follows = mig_attr(fact, TABLEOWNER) != NULL && !fact->parent->parent->fresh;

	return mig_attr(fact, follows ? TABLEOWNER : CREATOR);
}

static void
link_to(MigWriter *out, const MigFact *fact, const char *column)
{
	mig_text_statement(out, "ALTER SEQUENCE %s OWNED BY %s", fact->identity, column ? column : "NONE");
}

static void
give_to(MigWriter *out, const MigFact *fact, const char *role)
{
	mig_text_statement(out, "ALTER SEQUENCE %s OWNER TO %s", fact->identity, role);
}

/* Nobody else can have one that is linked. */
static void
alter_ownedby(MigWriter *out, const MigFact *old, const MigFact *new)
{
	bool		given = strcmp(owner(old), owner(new)) != 0;

	if (given && mig_attr(old, OWNEDBY) != NULL)
		link_to(out, new, NULL);
	if (given)
		give_to(out, new, owner(new));
	if (!given || mig_attr(new, OWNEDBY) != NULL)
		link_to(out, new, mig_attr(new, OWNEDBY));
}

/*
 * A table takes its sequences along when it becomes logged or unlogged: one that
 * differs from its table is marked, so that it is put back after the table's change.
 */
static void
alter_persistence(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER SEQUENCE %s SET %s", new->identity,
					   mig_attr(new, PERSISTENCE)[0] == 'u' ? "UNLOGGED" : "LOGGED");
}

static const MigAttr attrs[] = {
	[TYPE] = {"type", MIG_ALTER, alter_type},
	[OPTIONS] = {"options", MIG_ALTER, alter_options, decide_options},
	[OWNEDBY] = {"owned by", MIG_ALTER, alter_ownedby},
	[PERSISTENCE] = {"persistence", MIG_ALTER, alter_persistence},
	[GIVEN] = {"given options", MIG_IGNORE},
	[SERIAL] = {"serial", MIG_IGNORE},
	[TABLEOWNER] = {"owner of the table", MIG_IGNORE},
	[CREATOR] = {"creator", MIG_IGNORE},
};

static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	StringInfoData buf;
	bool		given = strcmp(owner(fact), mig_attr(fact, CREATOR)) != 0;

	initStringInfo(&buf);
	appendStringInfo(&buf, "CREATE %sSEQUENCE %s", mig_attr(fact, PERSISTENCE)[0] == 'u' ? "UNLOGGED " : "",
					 fact->identity);
	if (strcmp(mig_attr(fact, TYPE), "bigint") != 0)
		appendStringInfo(&buf, " AS %s", mig_attr(fact, TYPE));
	if (mig_attr(fact, GIVEN)[0] != '\0')
		appendStringInfo(&buf, " %s", mig_attr(fact, GIVEN));
	if (mig_attr(fact, OWNEDBY) != NULL && !given)
		appendStringInfo(&buf, " OWNED BY %s", mig_attr(fact, OWNEDBY));
	mig_text_statement(out, "%s", buf.data);
	if (given)
	{
		give_to(out, fact, owner(fact));
		link_to(out, fact, mig_attr(fact, OWNEDBY));
	}
}

/* A column's type can stand for it, for NOT NULL and for the default. */
static bool
apart(const MigFact *fact)
{
	return mig_attr(fact, SERIAL) == NULL;
}

static char *
clause(const MigFact *fact, const List *clauses)
{
	return pstrdup(mig_attr(fact, SERIAL));
}

static bool
keeps(const MigFact *old, const MigFact *new)
{
	return true;
}

static void
save(MigWriter *out, const MigFact *old, const char *aside)
{
	mig_sequence_save(out, old->identity, aside);
}

static void
restore(MigWriter *out, const MigFact *old, const MigFact *new, const char *aside)
{
	mig_sequence_restore(out, new->identity, aside);
}

const MigKind mig_kind_sequence = {
	.keyword = "SEQUENCE",
	.catalog = RelationRelationId,
	.weight = 215,
	.traits = MIG_FALLS_WITH_PARENT | MIG_RELNAME | MIG_HOLDS_DATA | MIG_FOLDS | MIG_LINKED,
	.query =
	"SELECT c.oid, 0, c.oid::regclass::text,"
	"       CASE WHEN d.refobjid IS NOT NULL THEN 'pg_class'::regclass::oid END,"
	"       d.refobjid, d.refobjsubid,"
	"       format_type(q.seqtypid, NULL), " MIG_SEQUENCE_SQL ","
	"       (SELECT format('%s.%I', d.refobjid::regclass, a.attname) FROM pg_attribute a"
	"         WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid),"
	"       c.relpersistence::text || CASE WHEN (SELECT t.relpersistence <> c.relpersistence"
	"         FROM pg_class t WHERE t.oid = d.refobjid) THEN ' alone' ELSE '' END,"
	"       " MIG_SEQUENCE_GIVEN_SQL ","
	"       (SELECT CASE format_type(a.atttypid, NULL) WHEN 'integer' THEN 'serial' WHEN 'bigint' THEN 'bigserial'"
	"                    WHEN 'smallint' THEN 'smallserial' END"
	"          FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid"
	"               JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum"
	"         WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.atttypid = q.seqtypid AND a.attnotnull"
	"           AND a.attinhcount = 0 AND t.reloftype = 0 AND t.relkind IN ('r', 'p')"
	"           AND c.relname = format('%s_%s_seq', t.relname, a.attname) AND c.relnamespace = t.relnamespace"
	"           AND c.relpersistence = t.relpersistence AND " MIG_SEQUENCE_GIVEN_SQL " = ''"
	"           AND pg_get_expr(f.adbin, f.adrelid) = format('nextval(%L::regclass)', c.oid::regclass)),"
	"       (SELECT quote_ident(pg_get_userbyid(t.relowner)) FROM pg_class t"
	"         WHERE t.oid = d.refobjid AND t.relowner <> current_user::regrole), quote_ident(current_user)"
	"  FROM pg_class c JOIN pg_sequence q ON q.seqrelid = c.oid"
	"       LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid"
	"            AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'"
	" WHERE c.relkind = 'S' AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.apart = apart,
	.clause = clause,
	.keeps = keeps,
	.save = save,
	.restore = restore,
};
