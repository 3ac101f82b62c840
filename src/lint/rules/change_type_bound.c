/*
 * change_type_bound.c
 *	  Rules about ALTER COLUMN ... TYPE where something else is bound to the
 *	  column: foreign keys, views.
 */
#include "postgres.h"

#include "catalog/pg_constraint.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "base/text.h"
#include "lint/rules.h"
#include "lint/say.h"

/* The definition of a constraint of a table, as the catalogs have it, or NULL. */
static const char *
definition(Oid table, const char *name)
{
	Datum		values[] = {ObjectIdGetDatum(table), CStringGetDatum(name)};
	MigArgs		args = {2, (Oid[]) {OIDOID, CSTRINGOID}, values, NULL};
	MigRows    *rows = mig_spi_query("SELECT pg_get_constraintdef(oid) FROM pg_constraint"
									 " WHERE conrelid = $1 AND conname = $2::name", &args);

	return rows->nrows > 0 ? mig_cell(rows, 0, 0) : NULL;
}

/* The foreign keys of a change of type, and what becomes of them. */
typedef struct Keys
{
	StringInfoData others;		/* the tables at their other ends */
	StringInfoData drop;
	StringInfoData add;
	StringInfoData validate;
} Keys;

/* A foreign key of a table, as SQL names it; other is the one at its other end. */
static void
add_key(Keys *keys, const char *child, Oid oid, const char *constraint, const char *other)
{
	const char *name = quote_identifier(constraint);
	const char *text = OidIsValid(oid) ? definition(oid, constraint) : NULL;

	appendStringInfo(&keys->others, "%s%s", keys->others.len > 0 ? ", " : "", other);
	appendStringInfo(&keys->drop, "ALTER TABLE %s DROP CONSTRAINT %s;\n", child, name);
	if (text == NULL)
		return;
	appendStringInfo(&keys->add, "ALTER TABLE %s ADD CONSTRAINT %s %s%s;\n", child, name, text,
					 strstr(text, " NOT VALID") ? "" : " NOT VALID");
	appendStringInfo(&keys->validate, "ALTER TABLE %s VALIDATE CONSTRAINT %s;\n", child, name);
}

static void
collect_keys(const MigLint *lint, const char *column, Keys *keys)
{
	ListCell   *lc;

	initStringInfo(&keys->others);
	initStringInfo(&keys->drop);
	initStringInfo(&keys->add);
	initStringInfo(&keys->validate);
	foreach(lc, lint->table->constraints)
	{
		const MigConstraint *key = lfirst(lc);

		if (key->type == CONSTRAINT_FOREIGN && mig_text_among(key->columns, column))
			add_key(keys, mig_say_relation(lint->relation), lint->table->oid, key->name,
					quote_identifier(key->table));
	}
	foreach(lc, lint->table->incoming)
	{
		const MigConstraint *key = lfirst(lc);
		MigTable   *child = mig_scene_lookup(lint->scene, key->schema, key->table);

		if (mig_text_among(key->others, column))
			add_key(keys, mig_say_table(child), child->oid, key->name, mig_say_table(child));
	}
}

static void
check_key(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	Keys		keys;

	if (cmd->subtype != AT_AlterColumnType)
		return;
	collect_keys(lint, cmd->name, &keys);
	if (keys.others.len == 0)
		return;
	mig_lint_report(lint,
					psprintf("changing the type of column %s of %s checks its foreign keys anew and locks what is at their other ends against everybody, too: %s",
							 quote_identifier(cmd->name), mig_say_target(lint), keys.others.data),
					psprintf("%s" MIG_SAY_NEXT "%s;\n" MIG_SAY_THEN "%s" MIG_SAY_NEXT "%s",
							 keys.drop.data, lint->text, keys.add.data, keys.validate.data));
}

const MigRule mig_rule_change_type_foreign_key = {
	.name = "change-type-foreign-key",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "Changing a column of a foreign key locks the table at its other end, too.",
	.nodes = {T_AlterTableCmd},
	.check = check_key,
};

/* The views that stand on a column, each after those that it stands on. */
static const char *const views_query =
"WITH RECURSIVE dependents(view, depth) AS ("
"  SELECT r.ev_class, 1 FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid"
"   JOIN pg_attribute a ON a.attrelid = $1 AND a.attname = $2::name AND a.attnum = d.refobjsubid"
"   WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = $1"
"     AND r.ev_class <> $1"
"  UNION SELECT r.ev_class, v.depth + 1 FROM dependents v JOIN pg_depend d ON d.refobjid = v.view"
"   AND d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass"
"   JOIN pg_rewrite r ON r.oid = d.objid WHERE r.ev_class <> v.view AND v.depth < 100)"
" SELECT n.nspname, c.relname, c.oid::regclass,"
"  CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, pg_get_viewdef(c.oid)"
" FROM dependents d JOIN pg_class c ON c.oid = d.view JOIN pg_namespace n ON n.oid = c.relnamespace"
" GROUP BY c.oid, n.nspname, c.relname, c.relkind ORDER BY max(d.depth), c.oid::regclass::text";

static const char *
safer_views(const MigLint *lint, const MigRows *rows)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = rows->nrows - 1; i >= 0; i--)
		appendStringInfo(&text, "DROP %s %s;\n", mig_cell(rows, i, 3), mig_cell(rows, i, 2));
	appendStringInfo(&text, "%s;", lint->text);
	for (int i = 0; i < rows->nrows; i++)
		appendStringInfo(&text, "\nCREATE %s %s AS\n%s", mig_cell(rows, i, 3), mig_cell(rows, i, 2),
						 mig_cell(rows, i, 4));
	return text.data;
}

static void
check_view(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	Datum		values[] = {ObjectIdGetDatum(lint->table->oid), CStringGetDatum(cmd->name)};
	MigArgs		args = {2, (Oid[]) {OIDOID, CSTRINGOID}, values, NULL};
	MigRows    *rows;

	if (cmd->subtype != AT_AlterColumnType || !OidIsValid(lint->table->oid))
		return;
	rows = mig_spi_query(views_query, &args);
	for (int i = 0; i < rows->nrows; i++)
	{
		if (!mig_scene_known(mig_scene_lookup(lint->scene, mig_cell(rows, i, 0), mig_cell(rows, i, 1))))
			continue;
		mig_lint_report(lint,
						psprintf("changing the type of column %s of %s fails: view %s stands on it",
								 quote_identifier(cmd->name), mig_say_target(lint), mig_cell(rows, i, 2)),
						safer_views(lint, rows));
		return;
	}
}

const MigRule mig_rule_change_type_in_view = {
	.name = "change-type-in-view",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD,
	.does = MIG_DOES_FAIL,
	.summary = "A column on which a view stands cannot get another type.",
	.nodes = {T_AlterTableCmd},
	.check = check_view,
};
