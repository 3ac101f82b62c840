/*
 * privilege.c
 *	  Privileges on objects and columns, and default privileges.
 *
 * An access list is a text of lines "grantee, tab, option, tab, privilege",
 * sorted; option is "o" or "-".  Of the owner the list says "=", so that a
 * change of owner is none of privileges.
 */
#include "postgres.h"

#include "catalog/pg_default_acl.h"

#include "schema/kinds.h"
#include "schema/scope.h"
#include "schema/options.h"

enum
{
	GRANTS,						/* the list */
	USUAL,						/* the server's built-in default */
	START,						/* what it has when created, by default privileges */
	COLUMNS,					/* the lists of a table's columns */
	BEFORE,						/* "" or "ALTER DEFAULT PRIVILEGES .. " */
	OBJECT,						/* what GRANT names after ON */
	OWNER,
	GRANTEES,					/* in the order in which they stand in the server's list */
};

typedef struct Line
{
	const char *grantee;
	bool		option;
	const char *privilege;
} Line;

static List *
read_lines(const char *text)
{
	List	   *lines = NIL;
	ListCell   *cell;

	foreach(cell, mig_options_cut(text, "\n"))
	{
		char	   *grantee = lfirst(cell);
		char	   *option = strchr(grantee, '\t') + 1;
		Line	   *line = palloc(sizeof(Line));

		option[-1] = '\0';
		line->grantee = grantee;
		line->option = *option == 'o';
		line->privilege = option + 2;
		lines = lappend(lines, line);
	}
	return lines;
}

static const Line *
find_line(const List *lines, const Line *wanted)
{
	ListCell   *cell;

	foreach(cell, lines)
	{
		const Line *line = lfirst(cell);

		if (strcmp(line->grantee, wanted->grantee) == 0 && strcmp(line->privilege, wanted->privilege) == 0)
			return line;
	}
	return NULL;
}

/*
 * Writes "<verb> privileges ON object <preposition> grantee" for lines of one
 * grantee and option at a time; the lines are sorted so.
 */
static void
write_lines(MigWriter *out, const MigFact *fact, const List *lines, const char *verb, const char *preposition)
{
	List	   *privileges = NIL;
	ListCell   *cell;

	foreach(cell, lines)
	{
		const Line *line = lfirst(cell);
		ListCell   *nextcell = lnext(lines, cell);
		const Line *next = nextcell ? lfirst(nextcell) : NULL;

		privileges = lappend(privileges, unconstify(char *, line->privilege));
		if (next != NULL && strcmp(next->grantee, line->grantee) == 0 && next->option == line->option)
			continue;
		mig_text_statement(out, "%s%s %s ON %s %s %s%s", mig_attr(fact, BEFORE), verb,
						   mig_text_join(privileges, ", "), mig_attr(fact, OBJECT), preposition,
						   strcmp(line->grantee, "=") == 0 ? mig_attr(fact, OWNER) : line->grantee,
						   line->option && verb[0] == 'G' ? " WITH GRANT OPTION" : "");
		privileges = NIL;
	}
}

/*
 * The lines in the order in which the server keeps them, which is that of their
 * GRANTs; those of grantees that it does not keep come last.
 */
static List *
in_order(const List *lines, const char *grantees)
{
	List	   *ordered = NIL;
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, mig_options_cut(grantees, "\n"))
		foreach(other, lines)
		if (strcmp(((Line *) lfirst(other))->grantee, lfirst(cell)) == 0)
			ordered = lappend(ordered, lfirst(other));
	return list_concat_unique_ptr(ordered, lines);
}

/* Revoking from a table takes from its columns what stays there. */
static void
regrant_columns(MigWriter *out, const MigFact *old, const MigFact *new, const List *revoked)
{
	List	   *before = read_lines(mig_attr(old, COLUMNS));
	List	   *again = NIL;
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, read_lines(mig_attr(new, COLUMNS)))
	{
		const Line *line = lfirst(cell);

		foreach(other, revoked)
		{
			const Line *lost = lfirst(other);
			size_t		length = strlen(lost->privilege);

			if (strcmp(lost->grantee, line->grantee) == 0 && line->privilege[length] == ' ' &&
				strncmp(lost->privilege, line->privilege, length) == 0 && find_line(before, line) != NULL)
				again = lappend(again, lfirst(cell));
		}
	}
	write_lines(out, new, again, "GRANT", "TO");
}

/*
 * Leads to a list from one that surely holds some lines, and may hold others.
 * Returns the lines that are revoked.  What was granted to one who has become
 * the owner was made the owner's own by that, and is not to be revoked.
 */
static List *
write_change(MigWriter *out, const MigFact *fact, const char *surely, const char *maybe, const char *wanted)
{
	List	   *have = read_lines(surely);
	List	   *want = read_lines(wanted);
	List	   *revoke = NIL;
	List	   *lessen = NIL;
	List	   *grant = NIL;
	ListCell   *cell;

	foreach(cell, list_concat(read_lines(maybe), read_lines(surely)))
	{
		Line	   *line = lfirst(cell);
		const Line *kept = find_line(want, line);

		if (mig_text_equal(line->grantee, mig_attr(fact, OWNER)))
			continue;
		if (kept == NULL && find_line(revoke, line) == NULL)
			revoke = lappend(revoke, line);
		else if (kept != NULL && line->option && !kept->option)
			lessen = lappend(lessen, line);
	}
	foreach(cell, want)
	{
		const Line *line = lfirst(cell);
		const Line *had = find_line(have, line);

		if (had == NULL || (line->option && !had->option))
			grant = lappend(grant, lfirst(cell));
	}
	write_lines(out, fact, revoke, "REVOKE", "FROM");
	write_lines(out, fact, lessen, "REVOKE GRANT OPTION FOR", "FROM");
	write_lines(out, fact, in_order(grant, mig_attr(fact, GRANTEES)), "GRANT", "TO");
	return revoke;
}

static void
alter_grants(MigWriter *out, const MigFact *old, const MigFact *new)
{
	regrant_columns(out, old, new,
					write_change(out, new, mig_attr(old, GRANTS), "", mig_attr(new, GRANTS)));
}

static const MigAttr attrs[] = {
	[GRANTS] = {"grants", MIG_ALTER, alter_grants},
	[USUAL] = {"usual", MIG_IGNORE},
	[START] = {"start", MIG_IGNORE},
	[COLUMNS] = {"columns", MIG_IGNORE},
	[BEFORE] = {"before", MIG_IGNORE},
	[OBJECT] = {"object", MIG_IGNORE},
	[OWNER] = {"owner", MIG_IGNORE},
	[GRANTEES] = {"grantees", MIG_IGNORE},
};

/* The lines that stand in both lists. */
static char *
common_lines(const char *a, const char *b)
{
	List	   *others = mig_options_cut(b, "\n");
	List	   *common = NIL;
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, mig_options_cut(a, "\n"))
		foreach(other, others)
		if (strcmp(lfirst(cell), lfirst(other)) == 0)
			common = lappend(common, lfirst(cell));
	return mig_text_join(common, "\n");
}

/* The object may stand from before, or be new and have what default privileges gave. */
static void
create(MigWriter *out, const MigFact *fact, const List *clauses)
{
	const char *usual = mig_attr(fact, USUAL);
	const char *start = mig_attr(fact, START);

	(void) write_change(out, fact, common_lines(usual, start),
						psprintf("%s%s%s", usual, usual[0] && start[0] ? "\n" : "", start),
						mig_attr(fact, GRANTS));
}

static void
drop(MigWriter *out, const MigFact *fact)
{
	(void) write_change(out, fact, mig_attr(fact, GRANTS), "", mig_attr(fact, USUAL));
}

#define GRANTEE(owner) \
	"CASE x.grantee WHEN " owner " THEN '=' WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END"

/* SQL: an access list as lines; suffix comes after each privilege. */
#define LINES(list, owner, suffix) \
	"coalesce((SELECT string_agg(DISTINCT " GRANTEE(owner) " || CASE WHEN x.is_grantable" \
	"            THEN E'\\to\\t' ELSE E'\\t-\\t' END || x.privilege_type " suffix ", E'\\n')" \
	"  FROM aclexplode(" list ") x), '')"

/* SQL: the grantees of an access list, a line each. */
#define GRANTEES_OF(list, owner) \
	"(SELECT string_agg(g.name, E'\\n' ORDER BY g.place) FROM (SELECT " GRANTEE(owner) " AS name, min(x.ordinality) AS place" \
	"   FROM aclexplode(" list ") WITH ORDINALITY x GROUP BY 1) g)"

#define OBJECTS(class, type, acl, owner, namespace, object, from) \
	" UNION ALL SELECT '" class "'::regclass::oid, t.oid, 0, " type "::\"char\", t." acl ", t." owner ", " \
	namespace ", " object " FROM " from

/* Default privileges that the current user's new objects get. */
#define MINE	"pg_default_acl m WHERE m.defaclrole = current_user::regrole" \
				"  AND m.defaclobjtype = CASE o.type WHEN 's' THEN 'S' ELSE o.type END"

/*
 * An object is listed where its list is not the usual one, where default
 * privileges would give it another, and where its columns have privileges.
 */
const MigKind mig_kind_privilege = {
	.keyword = "PRIVILEGES",
	.weight = 920,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query =
	"SELECT NULL::oid, NULL::int, p.object, p.class, p.oid, 0, p.grants, p.usual, p.start, p.columns, '',"
	"       p.object, p.owner::regrole::text, p.grantees"
	"  FROM (SELECT o.*, " LINES("coalesce(o.acl, acldefault(o.type, o.owner))", "o.owner", "") " AS grants,"
	"               " GRANTEES_OF("coalesce(o.acl, acldefault(o.type, o.owner))", "o.owner") " AS grantees,"
	"               " LINES("acldefault(o.type, o.owner)", "o.owner", "") " AS usual,"
	"               concat_ws(E'\\n', nullif(coalesce((SELECT " LINES("m.defaclacl", "m.defaclrole", "")
	"                 FROM " MINE " AND m.defaclnamespace = 0),"
	"                 " LINES("acldefault(o.type, o.owner)", "o.owner", "") "), ''),"
	"                 (SELECT nullif(" LINES("m.defaclacl", "m.defaclrole", "") ", '')"
	"                    FROM " MINE " AND m.defaclnamespace = o.namespace)) AS start,"
	"               (SELECT string_agg(" LINES("a.attacl", "o.owner", "|| format(' (%I)', a.attname)") ", E'\\n')"
	"                  FROM pg_attribute a WHERE o.class = 'pg_class'::regclass AND a.attrelid = o.oid"
	"                   AND a.attacl IS NOT NULL AND NOT a.attisdropped) AS columns"
	"          FROM (SELECT 'pg_namespace'::regclass::oid AS class, oid, 0, 'n'::\"char\" AS type, nspacl AS acl,"
	"                       nspowner AS owner, 0::oid AS namespace, format('SCHEMA %I', nspname) AS object"
	"                  FROM pg_namespace WHERE oid = ANY ($1)"
	OBJECTS("pg_class", "CASE t.relkind WHEN 'S' THEN 's' ELSE 'r' END", "relacl", "relowner", "t.relnamespace",
			"CASE t.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || t.oid::regclass",
			"pg_class t WHERE t.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND t.relnamespace = ANY ($1)")
	OBJECTS("pg_proc", "'f'", "proacl", "proowner", "t.pronamespace",
			"CASE t.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || t.oid::regprocedure",
			"pg_proc t WHERE t.pronamespace = ANY ($1)")
	OBJECTS("pg_type", "'T'", "typacl", "typowner", "t.typnamespace", "'TYPE ' || t.oid::regtype",
			"pg_type t WHERE t.typnamespace = ANY ($1) AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c"
			" WHERE c.oid = t.typrelid AND c.relkind = 'c'))"
			" AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) AND t.typtype <> 'm'")
	OBJECTS("pg_language", "'l'", "lanacl", "lanowner", "0", "format('LANGUAGE %I', t.lanname)",
			"pg_language t WHERE t.oid >= 16384")
	OBJECTS("pg_foreign_data_wrapper", "'F'", "fdwacl", "fdwowner", "0",
			"format('FOREIGN DATA WRAPPER %I', t.fdwname)", "pg_foreign_data_wrapper t")
	OBJECTS("pg_foreign_server", "'S'", "srvacl", "srvowner", "0", "format('FOREIGN SERVER %I', t.srvname)",
			"pg_foreign_server t")
	"               ) o"
	"         WHERE o.acl IS NOT NULL"
	"            OR o.oid IN (SELECT a.attrelid FROM pg_attribute a WHERE a.attacl IS NOT NULL)"
	"            OR EXISTS (SELECT FROM pg_default_acl m WHERE m.defaclrole = current_user::regrole)) p"
	" WHERE p.grants <> p.usual OR p.grants <> p.start OR p.columns IS NOT NULL",
	MIG_ATTRS(attrs),
	.create = create,
	.drop = drop,
};

const MigKind mig_kind_column_privilege = {
	.keyword = "COLUMN PRIVILEGES",
	.weight = 930,
	.traits = MIG_SATELLITE | MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query =
	"SELECT NULL::oid, NULL::int, format('%s.%I', c.oid::regclass, a.attname),"
	"       'pg_class'::regclass::oid, c.oid, a.attnum::int,"
	"       " LINES("a.attacl", "c.relowner", "|| format(' (%I)', a.attname)") ", '', '', '', '',"
	"       'TABLE ' || c.oid::regclass, c.relowner::regrole::text, " GRANTEES_OF("a.attacl", "c.relowner")
	"  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
	" WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(attrs),
	.create = create,
	.drop = drop,
};

/*
 * They come first among what is created: then what START says of the target is
 * in force for all that is created after.
 */
const MigKind mig_kind_default_privilege = {
	.keyword = "DEFAULT PRIVILEGES",
	.catalog = DefaultAclRelationId,
	.weight = 15,
	.traits = MIG_FALLS_WITH_PARENT | MIG_REBUILDABLE,
	.query =
	"SELECT q.oid, 0, q.before || q.object, q.class, q.namespace, 0, q.grants, q.usual, '', '', q.before, q.object, q.role, q.grantees"
	"  FROM (SELECT d.oid, CASE WHEN d.defaclnamespace <> 0 THEN 'pg_namespace'::regclass::oid END AS class,"
	"               nullif(d.defaclnamespace, 0::oid) AS namespace, d.defaclrole::regrole::text AS role,"
	"               " LINES("d.defaclacl", "d.defaclrole", "") " AS grants,"
	"               " GRANTEES_OF("d.defaclacl", "d.defaclrole") " AS grantees,"
	"               CASE d.defaclnamespace WHEN 0 THEN "
	LINES("acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)", "d.defaclrole", "")
	"                 ELSE '' END AS usual,"
	"               format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s ', d.defaclrole::regrole,"
	"                 ' IN SCHEMA ' || quote_ident(n.nspname)) AS before,"
	"               CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'"
	"                 WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END AS object"
	"          FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace"
	"         WHERE (d.defaclnamespace = 0 OR d.defaclnamespace = ANY ($1))"
	"           AND " MIG_SCOPE_OWN("d.defaclrole") ") q",
	MIG_ATTRS(attrs),
	.create = create,
	.drop = drop,
};
