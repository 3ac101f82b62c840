/*
 * base_type.c
 *	  Base types and shell types.
 *
 * A base type and its input and output functions need each other, and so do a
 * range type and its canonical function.  What comes before the functions is
 * the shell, a fact of its own at the type's address, sub-object -1; the
 * type is made of it afterwards.  All that is on this ring goes at once.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"

#include "schema/kinds.h"
#include "schema/options.h"

enum
{
	MAKERS,
};

/* Two shells are told apart by what is made of them, where a rename is looked for. */
static MigHow
decide_makers(const MigFact *old, const MigFact *new)
{
	return MIG_IGNORE;
}

static const MigAttr shell_attrs[] = {
	[MAKERS] = {"makers", MIG_REPLACE, NULL, decide_makers},
};

/* Has a type been made of it, by functions that need it? */
static bool
is_on_ring(const MigFact *shell)
{
	ListCell   *cell;

	foreach(cell, shell->neededby)
		if (((const MigFact *) lfirst(cell))->kind->catalog != shell->kind->catalog)
			return true;
	return false;
}

/*
 * The ring can only be dropped with CASCADE, which would take along whatever
 * else needs it by then, or needs it in a schema that is not managed.
 */
static char *
guard(const char *type)
{
	return psprintf("\n"
					"DECLARE\n"
					"    dropped regtype := %s;\n"
					"    users text;\n"
					"BEGIN\n"
					"    -- What goes: the type, its parts, and the functions that it needs and that need it.\n"
					"    WITH RECURSIVE ring (class, id) AS (\n"
					"        SELECT 'pg_catalog.pg_type'::regclass::oid, dropped::oid\n"
					"        UNION\n"
					"        SELECT classid, objid FROM ring JOIN pg_catalog.pg_depend ON refclassid = class AND refobjid = id\n"
					"        WHERE deptype = 'i' OR (classid, objid) IN (\n"
					"            SELECT refclassid, refobjid FROM pg_catalog.pg_depend\n"
					"            WHERE classid = 'pg_catalog.pg_type'::regclass AND objid = dropped)\n"
					"    )\n"
					"    SELECT string_agg(DISTINCT pg_describe_object(classid, objid, objsubid), ', ') INTO users\n"
					"    FROM ring JOIN pg_catalog.pg_depend ON refclassid = class AND refobjid = id\n"
					"    WHERE (classid, objid) NOT IN (SELECT class, id FROM ring);\n"
					"    IF users IS NOT NULL THEN\n"
					"        RAISE EXCEPTION 'cannot drop type %% because other objects depend on it', dropped\n"
					"            USING ERRCODE = 'dependent_objects_still_exist', DETAIL = users;\n"
					"    END IF;\n"
					"END\n",
					mig_text_literal(type));
}

static void
drop_shell(MigWriter *out, const MigFact *fact)
{
	char	   *body;

	if (!is_on_ring(fact))
	{
		mig_text_statement(out, "DROP TYPE %s", fact->identity);
		return;
	}
	body = guard(fact->identity);
	if (strchr(fact->identity, '$') == NULL)
		mig_text_statement(out, "DO $$%s$$", body);
	else
		mig_text_statement(out, "DO %s", mig_text_literal(body));
	mig_text_statement(out, "DROP TYPE %s CASCADE", fact->identity);
}

#define NO_ARRAY \
	" AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)"

/* An extension's member is known as one by its own address only. */
const MigKind mig_kind_shell = {
	.keyword = "TYPE",
	.catalog = TypeRelationId,
	.weight = 49,
	.traits = MIG_REBUILDABLE | MIG_TYPENAME | MIG_SHELL,
	.query =
	"SELECT t.oid, -1, t.oid::regtype::text, 'pg_namespace'::regclass::oid, t.typnamespace, 0,"
	"       concat_ws(' ', t.typinput, r.rngcanonical)"
	"  FROM pg_type t LEFT JOIN pg_range r ON r.rngtypid = t.oid"
	" WHERE (t.typtype = 'b' OR NOT t.typisdefined OR r.rngcanonical <> 0)"
	"   AND t.typnamespace = ANY ($1)" NO_ARRAY
	"   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass"
	"                      AND d.objid = t.oid AND d.deptype = 'e')",
	MIG_ATTRS(shell_attrs),
	.drop = drop_shell,
};

enum
{
	DEFINITION,
	RECEIVE,
	SEND,
	TYPMOD_IN,
	TYPMOD_OUT,
	ANALYZE,
	SUBSCRIPT,
	STORAGE,
	OWNER,
};

/* What ALTER TYPE can set, by attribute. */
static const char *const options[] = {
	[RECEIVE] = "RECEIVE",
	[SEND] = "SEND",
	[TYPMOD_IN] = "TYPMOD_IN",
	[TYPMOD_OUT] = "TYPMOD_OUT",
	[ANALYZE] = "ANALYZE",
	[SUBSCRIPT] = "SUBSCRIPT",
	[STORAGE] = "STORAGE",
};

/* Is it no more than a shell? */
#define is_shell(fact)	(mig_attr(fact, DEFINITION) == NULL)

static void
create_type(MigWriter *out, const MigFact *fact, const List *clauses)
{
	List	   *given = list_make1(mig_attr(fact, DEFINITION));

	if (is_shell(fact))
		return;
	for (int i = RECEIVE; i <= STORAGE; i++)
		if (mig_attr(fact, i) != NULL)
			given = lappend(given, psprintf("%s = %s", options[i], mig_attr(fact, i)));
	mig_text_statement(out, "CREATE TYPE %s (\n    %s\n)", fact->identity, mig_text_join(given, ",\n    "));
}

static void
alter_definition(MigWriter *out, const MigFact *old, const MigFact *new)
{
	create_type(out, new, NIL);
}

/* A shell becomes a type in place, but only for its owner. */
static MigHow
decide_definition(const MigFact *old, const MigFact *new)
{
	return is_shell(old) && mig_text_equal(mig_attr(old, OWNER), GetUserNameFromId(GetUserId(), false)) ?
		MIG_ALTER : MIG_REPLACE;
}

/* A type that is made has its options with the definition. */
static MigHow
decide_option(const MigFact *old, const MigFact *new)
{
	return is_shell(old) || is_shell(new) ? MIG_IGNORE : MIG_ALTER;
}

/*
 * No way leads back to plain storage, for what is stored may be compressed or
 * elsewhere already.  A materialized view takes what the type has when it is made.
 */
static MigHow
decide_storage(const MigFact *old, const MigFact *new)
{
	if (is_shell(old) || is_shell(new))
		return MIG_IGNORE;
	return mig_attr(new, STORAGE) == NULL ? MIG_REPLACE : MIG_REBUILD;
}

#define SETTER(name, attr) \
static void \
alter_##name(MigWriter *out, const MigFact *old, const MigFact *new) \
{ \
	mig_text_statement(out, "ALTER TYPE %s SET (%s = %s)", new->identity, options[attr], \
					   mig_attr(new, attr) ? mig_attr(new, attr) : "NONE"); \
}

SETTER(receive, RECEIVE)
SETTER(send, SEND)
SETTER(typmod_in, TYPMOD_IN)
SETTER(typmod_out, TYPMOD_OUT)
SETTER(analyze, ANALYZE)
SETTER(subscript, SUBSCRIPT)
SETTER(storage, STORAGE)

static const MigAttr type_attrs[] = {
	[DEFINITION] = {"definition", MIG_REPLACE, alter_definition, decide_definition},
	[RECEIVE] = {"receive", MIG_ALTER, alter_receive, decide_option},
	[SEND] = {"send", MIG_ALTER, alter_send, decide_option},
	[TYPMOD_IN] = {"typmod_in", MIG_ALTER, alter_typmod_in, decide_option},
	[TYPMOD_OUT] = {"typmod_out", MIG_ALTER, alter_typmod_out, decide_option},
	[ANALYZE] = {"analyze", MIG_ALTER, alter_analyze, decide_option},
	[SUBSCRIPT] = {"subscript", MIG_ALTER, alter_subscript, decide_option},
	[STORAGE] = {"storage", MIG_REBUILD, alter_storage, decide_storage},
	[OWNER] = {"owner", MIG_IGNORE},
};

/* Its name is that of its shell. */
static void
rename_type(MigWriter *out, const MigFact *fact, const char *newname)
{
}

#define FUNCTION(column) \
	"       CASE WHEN t." column " <> 0 THEN t." column "::text END,"

const MigKind mig_kind_base_type = {
	.keyword = "TYPE",
	.catalog = TypeRelationId,
	.weight = 155,
	.traits = MIG_REBUILDABLE | MIG_SWAPPED,
	.query =
	"SELECT t.oid, 0, t.oid::regtype::text, 'pg_type'::regclass::oid, t.oid, -1,"
	"       CASE WHEN t.typisdefined THEN concat_ws(E',\\n    ',"
	"         'INPUT = ' || t.typinput, 'OUTPUT = ' || t.typoutput,"
	"         'INTERNALLENGTH = ' || CASE WHEN t.typlen < 0 THEN 'VARIABLE' ELSE t.typlen::text END,"
	"         CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END,"
	"         'ALIGNMENT = ' || CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2'"
	"                                           WHEN 'i' THEN 'int4' ELSE 'double' END,"
	"         CASE WHEN t.typcategory <> 'U' THEN 'CATEGORY = ' || quote_literal(t.typcategory::text) END,"
	"         CASE WHEN t.typispreferred THEN 'PREFERRED = true' END,"
	"         'DEFAULT = ' || quote_literal(t.typdefault),"
	"         CASE WHEN t.typelem <> 0 THEN 'ELEMENT = ' || format_type(t.typelem, NULL) END,"
	"         CASE WHEN t.typdelim <> ',' THEN 'DELIMITER = ' || quote_literal(t.typdelim::text) END,"
	"         CASE WHEN t.typcollation <> 0 THEN 'COLLATABLE = true' END) END,"
	FUNCTION("typreceive")
	FUNCTION("typsend")
	FUNCTION("typmodin")
	FUNCTION("typmodout")
	FUNCTION("typanalyze")
	FUNCTION("typsubscript")
	"       CASE WHEN t.typstorage <> 'p' THEN " MIG_OPTIONS_STORAGE_SQL("t.typstorage") " END,"
	"       pg_get_userbyid(t.typowner)"
	"  FROM pg_type t"
	" WHERE (t.typtype = 'b' OR NOT t.typisdefined) AND t.typnamespace = ANY ($1)" NO_ARRAY,
	MIG_ATTRS(type_attrs),
	.create = create_type,
	.rename = rename_type,
};
