/*
 * cascade.c
 *	  Rules about statements that take more than they name.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "parser/parse_type.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "base/text.h"
#include "lint/judge.h"
#include "lint/rules.h"
#include "lint/say.h"

/*
 * What depends on an object ($1: its catalog, $2: its oid, $3: the name of its
 * column, constraint included, or NULL) and is not a part of it: foreign keys
 * of others, views, functions.
 */
static const char *const dependents_query =
"WITH RECURSIVE part(classid, objid, objsubid, free) AS ("
"  SELECT $1, coalesce((SELECT c.oid FROM pg_constraint c WHERE c.conrelid = $2 AND c.conname = $3::name), $2),"
"    coalesce((SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = $2 AND a.attname = $3::name), 0)::int4, false"
" UNION SELECT d.classid, d.objid, d.objsubid, p.free OR d.deptype = 'n' FROM part p"
"   JOIN pg_depend d ON d.refclassid = p.classid AND d.refobjid = p.objid"
"   AND (p.objsubid = 0 OR d.refobjsubid = p.objsubid) AND d.deptype IN ('n', 'a', 'i')"
"   AND NOT (d.classid = 'pg_class'::regclass AND d.objid = $2)),"
" whole AS (SELECT CASE WHEN r.oid IS NULL THEN p.classid ELSE 'pg_class'::regclass END AS classid,"
"   coalesce(r.ev_class, p.objid) AS objid, p.objsubid FROM part p"
"   LEFT JOIN pg_rewrite r ON p.classid = 'pg_rewrite'::regclass AND r.oid = p.objid"
"   WHERE p.free AND p.classid NOT IN ('pg_type'::regclass, 'pg_attrdef'::regclass, 'pg_trigger'::regclass))"
" SELECT DISTINCT i.type || ' ' || i.identity, n.nspname, c.relname"
" FROM whole w CROSS JOIN pg_identify_object(w.classid, w.objid, w.objsubid) i"
" LEFT JOIN pg_class c ON w.classid = 'pg_class'::regclass AND c.oid = w.objid"
" LEFT JOIN pg_namespace n ON n.oid = c.relnamespace"
" WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE w.classid = 'pg_constraint'::regclass"
"   AND k.oid = w.objid AND k.conrelid = $2) ORDER BY 1";

/* "view v, table constraint k on public.t": what falls with it; "" for nothing. */
static const char *
victims_of(MigLint *lint, Oid catalog, Oid oid, const char *part)
{
	char		nulls[] = {' ', ' ', part == NULL ? 'n' : ' '};
	Datum		values[] = {ObjectIdGetDatum(catalog), ObjectIdGetDatum(oid), part ? CStringGetDatum(part) : 0};
	MigArgs		args = {3, (Oid[]) {OIDOID, OIDOID, CSTRINGOID}, values, nulls};
	MigRows    *rows = mig_spi_query(dependents_query, &args);
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < rows->nrows; i++)
		if (mig_cell(rows, i, 2) == NULL ||
			mig_scene_known(mig_scene_lookup(lint->scene, mig_cell(rows, i, 1), mig_cell(rows, i, 2))))
			appendStringInfo(&text, "%s%s", text.len > 0 ? ", " : "", mig_cell(rows, i, 0));
	return text.data;
}

static void
report_victims(MigLint *lint, const char *what, const char *victims)
{
	if (victims[0] != '\0')
		mig_lint_report(lint,
						psprintf("dropping %s drops more, by CASCADE: %s", what, victims),
						psprintf("-- first what depends on it, by its name; then, without CASCADE:\n%s;",
								 mig_words_without(lint->words, "CASCADE")));
}

static void
check_dropped(MigLint *lint, const DropStmt *drop)
{
	ListCell   *lc;

	foreach(lc, drop->objects)
	{
		int32		typmod;
		MigTable   *table;

		switch (drop->removeType)
		{
			case OBJECT_TABLE:
			case OBJECT_VIEW:
			case OBJECT_MATVIEW:
			case OBJECT_SEQUENCE:
			case OBJECT_FOREIGN_TABLE:
				table = mig_scene_find(lint->scene, makeRangeVarFromNameList(lfirst(lc)));
				if (OidIsValid(table->oid))
					report_victims(lint, mig_say_table(table),
								   victims_of(lint, RelationRelationId, table->oid, NULL));
				break;
			case OBJECT_TYPE:
			case OBJECT_DOMAIN:
				report_victims(lint, TypeNameToString(lfirst(lc)),
							   victims_of(lint, TypeRelationId, mig_judge_type(lfirst(lc), &typmod), NULL));
				break;
			default:
				return;
		}
	}
}

static void
check_cascade(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = (AlterTableCmd *) node;

	if (IsA(node, DropStmt))
	{
		if (((DropStmt *) node)->behavior == DROP_CASCADE)
			check_dropped(lint, (DropStmt *) node);
	}
	else if (cmd->behavior == DROP_CASCADE && OidIsValid(lint->table->oid))
	{
		if (cmd->subtype == AT_DropColumn)
			report_victims(lint, psprintf("column %s", quote_identifier(cmd->name)),
						   victims_of(lint, RelationRelationId, lint->table->oid, cmd->name));
		else if (cmd->subtype == AT_DropConstraint)
			report_victims(lint, psprintf("constraint %s", quote_identifier(cmd->name)),
						   victims_of(lint, ConstraintRelationId, lint->table->oid, cmd->name));
	}
}

const MigRule mig_rule_cascade = {
	.name = "cascade",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD,
	.summary = "CASCADE drops what the statement does not name.",
	.nodes = {T_DropStmt, T_AlterTableCmd},
	.check = check_cascade,
};

static const char *const schema_query =
"SELECT count(*), coalesce(string_agg(c.relname, ', ' ORDER BY c.relname) FILTER (WHERE c.relkind IN ('r', 'p')), '')"
" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1::name AND c.relkind IN ('r', 'p', 'v', 'm')";

static void
check_schema(MigLint *lint, Node *node)
{
	DropStmt   *drop = castNode(DropStmt, node);
	ListCell   *lc;

	foreach(lc, drop->removeType == OBJECT_SCHEMA ? drop->objects : NIL)
	{
		const char *name = strVal(lfirst(lc));
		Datum		values[] = {CStringGetDatum(name)};
		MigArgs		args = {1, (Oid[]) {CSTRINGOID}, values, NULL};
		MigRows    *rows;

		if (mig_text_among(lint->scene->schemas, name))
			continue;
		rows = mig_spi_query(schema_query, &args);
		if (drop->behavior == DROP_CASCADE && strcmp(mig_cell(rows, 0, 0), "0") != 0)
			mig_lint_report(lint,
							psprintf("dropping schema %s drops %s tables and views, each of which is locked until the end: %s",
									 quote_identifier(name), mig_cell(rows, 0, 0), mig_cell(rows, 0, 1)),
							psprintf("-- first the tables, a few in each revision; then:\nDROP SCHEMA %s;",
									 quote_identifier(name)));
	}
}

const MigRule mig_rule_drop_schema = {
	.name = "drop-schema",
	.severity = MIG_WARNING,
	.summary = "All that is in the schema is lost, and locked until the end.",
	.nodes = {T_DropStmt},
	.check = check_schema,
};

static void
check_database(MigLint *lint, Node *node)
{
	mig_lint_report(lint,
					psprintf("dropping database %s is not to be undone by any downgrade",
							 quote_identifier(castNode(DropdbStmt, node)->dbname)), NULL);
}

const MigRule mig_rule_drop_database = {
	.name = "drop-database",
	.severity = MIG_ERROR,
	.summary = "A whole database is lost.",
	.nodes = {T_DropdbStmt},
	.check = check_database,
};

/* The tables that CASCADE empties as well: those that refer to this one. */
static void
collect_referrers(const MigLint *lint, const MigTable *table, List **names)
{
	ListCell   *lc;

	foreach(lc, table->incoming)
	{
		const MigConstraint *key = lfirst(lc);

		if (mig_text_among(*names, key->table))
			continue;
		*names = lappend(*names, unconstify(char *, key->table));
		collect_referrers(lint, mig_scene_lookup(lint->scene, key->schema, key->table), names);
	}
}

static void
check_truncate(MigLint *lint, Node *node)
{
	TruncateStmt *truncate = castNode(TruncateStmt, node);
	ListCell   *lc;

	foreach(lc, truncate->relations)
	{
		const char *name = mig_say_relation(lfirst_node(RangeVar, lc));
		MigTable   *table = mig_scene_find(lint->scene, lfirst_node(RangeVar, lc));
		List	   *others = NIL;

		if (!mig_scene_known(table) || !mig_lint_concerns(lint, table))
			continue;
		if (truncate->behavior == DROP_CASCADE)
			collect_referrers(lint, table, &others);
		mig_lint_report(lint,
						psprintf("truncating %s%s loses all rows%s, which transactions that began before miss as well",
								 name, mig_say_rows(table),
								 others == NIL ? "" : psprintf(", and by CASCADE those of %s", mig_say_list(others))),
						psprintf("-- in batches, in a revision of its own with transactional => false:\nDELETE FROM %s;", name));
	}
}

const MigRule mig_rule_truncate = {
	.name = "truncate",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "All rows are lost, by CASCADE those of other tables, too, under a lock against everybody.",
	.nodes = {T_TruncateStmt},
	.check = check_truncate,
};
