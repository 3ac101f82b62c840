/*
 * offline.c
 *	  The steps written instead of run.
 *
 * One transaction for all steps, as Alembic has it, but those that refuse a
 * transaction stand between two.  A setting that a script changes is kept in a
 * variable of psql before it and put back after it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "nodes/parsenodes.h"
#include "nodes/value.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "base/text.h"
#include "history/resolve.h"
#include "history/revision.h"
#include "run/gate.h"
#include "run/leg.h"
#include "run/offline.h"

/* What is being written. */
typedef struct Output
{
	StringInfoData sql;
	const MigGraph *graph;
	MigWalk    *walk;
	bool		open;			/* is a transaction begun? */
	bool		commits;		/* each revision on its own */
	int			step;			/* from 1 */
} Output;

static void
set_open(Output *out, bool open)
{
	if (out->open != open)
		appendStringInfoString(&out->sql, open ? "BEGIN;\n\n" : "COMMIT;\n\n");
	out->open = open;
}

/* The names of the settings that a script changes; a list of const char *. */
static List *
settings_changed(const MigCut *cut)
{
	List	   *names = NIL;

	for (int i = 0; i < cut->nstmts; i++)
	{
		char	   *text;
		VariableSetStmt *set;

		if (cut->stmts[i].node == T_SelectStmt &&
			strstr(mig_script_text(cut, &cut->stmts[i]), "set_config") != NULL)
			names = list_append_unique(names, makeString("search_path"));
		if (cut->stmts[i].node != T_VariableSetStmt)
			continue;
		text = mig_script_text(cut, &cut->stmts[i]);
		set = (VariableSetStmt *) mig_script_parse(text)->stmt;
		if (set->name != NULL && set->kind != VAR_SET_MULTI)
			names = list_append_unique(names, makeString(pstrdup(set->name)));
	}
	return names;
}

static void
keep_settings(Output *out, const List *names)
{
	ListCell   *lc;

	foreach(lc, names)
		appendStringInfo(&out->sql, "SELECT coalesce(pg_catalog.current_setting(%s, true), '') AS migrate_kept_%d \\gset\n",
						 mig_text_literal(strVal(lfirst(lc))), foreach_current_index(lc));
}

static void
put_settings_back(Output *out, const List *names)
{
	ListCell   *lc;

	foreach(lc, names)
		appendStringInfo(&out->sql, "SELECT pg_catalog.set_config(%s, :'migrate_kept_%d', false) \\g /dev/null\n",
						 mig_text_literal(strVal(lfirst(lc))), foreach_current_index(lc));
}

/* The statements with the comments that precede them. */
static void
write_statements(Output *out, const MigCut *cut)
{
	for (int i = 0; i < cut->nstmts; i++)
	{
		const MigStmt *stmt = &cut->stmts[i];
		const char *from = cut->sql + stmt->lead;
		int			length = stmt->offset + stmt->length - stmt->lead;
		const char *last = cut->sql + stmt->offset + stmt->length;

		while (length > 0 && strchr(" \t\r\n", *from))
		{
			from++;
			length--;
		}
		appendBinaryStringInfo(&out->sql, from, length);

		/* A comment at its end would swallow the semicolon. */
		while (last > from && last[-1] != '\n')
			last--;
		if (strstr(pnstrdup(last, from + length - last), "--") != NULL)
			appendStringInfoChar(&out->sql, '\n');
		appendStringInfoString(&out->sql, ";\n\n");
	}
}

static const char *
ids_in(const MigGraph *graph, List *revs, List *not_in)
{
	List	   *literals = NIL;
	ListCell   *lc;

	foreach(lc, revs)
		if (!list_member_int(not_in, lfirst_int(lc)))
			literals = lappend(literals, mig_text_literal(graph->revs[lfirst_int(lc)]->id));
	return literals == NIL ? NULL : mig_text_join(literals, ", ");
}

/* The digest of the scripts of a revision, in hexadecimal. */
static const char *
digest_of(const char *revision)
{
	Datum		values[] = {CStringGetTextDatum(revision)};
	MigArgs		args = {1, (Oid[]) {TEXTOID}, values, NULL};

	return mig_cell(mig_spi_query("SELECT encode(digest, 'hex') FROM migrate.revisions WHERE revision = $1",
								  &args), 0, 0);
}

/* Where the database stands after the step. */
static void
write_marks(Output *out, const MigLeg *leg)
{
	List	   *before = mig_history_walk_marks(out->walk);
	List	   *after;
	const char *gone;
	const char *come;

	mig_history_walk_step(out->walk, leg->rev);
	after = mig_history_walk_marks(out->walk);
	gone = ids_in(out->graph, before, after);
	come = ids_in(out->graph, after, before);
	if (gone != NULL)
		appendStringInfo(&out->sql, "DELETE FROM migrate.marks WHERE tenant = '' AND revision IN (%s);\n", gone);
	if (come != NULL)
		appendStringInfo(&out->sql, "INSERT INTO migrate.marks (tenant, revision) SELECT '', pg_catalog.unnest(ARRAY[%s]);\n", come);
}

static void
write_records(Output *out, const MigLeg *leg)
{
	const char *id = mig_text_literal(leg->revision);

	write_marks(out, leg);
	if (leg->downgrade)
		appendStringInfo(&out->sql, "DELETE FROM migrate.applied WHERE tenant = '' AND revision = %s;\n", id);
	else
		appendStringInfo(&out->sql,
						 "INSERT INTO migrate.applied (tenant, revision, digest, applied_at, applied_by)"
						 " VALUES ('', %s, pg_catalog.decode('%s', 'hex'), pg_catalog.clock_timestamp(), session_user);\n",
						 id, digest_of(leg->revision));
	appendStringInfo(&out->sql,
					 "INSERT INTO migrate.journal (run, step, at, direction, revision, message, outcome, run_by, application_name)"
					 " VALUES (:'migrate_run', %d, pg_catalog.clock_timestamp(), '%s', %s, %s, 'done', session_user,"
					 " pg_catalog.current_setting('application_name'));\n\n",
					 out->step, mig_leg_direction(leg), id, mig_text_literal(leg->message));
}

static void
write_leg(Output *out, const MigLeg *leg)
{
	List	   *settings = leg->cut ? settings_changed(leg->cut) : NIL;

	out->step++;
	set_open(out, leg->transactional);
	appendStringInfo(&out->sql, "-- Running %s %s -> %s, %s\n\n", mig_leg_direction(leg), leg->from, leg->to,
					 mig_text_one_line(leg->message));

	keep_settings(out, settings);
	if (leg->cut != NULL)
		write_statements(out, leg->cut);
	put_settings_back(out, settings);
	set_open(out, true);
	write_records(out, leg);
	if (out->commits)
		set_open(out, false);
}

/* Where one refuses a transaction, each is committed on its own, as by deploy. */
static bool
has_committing(const List *legs)
{
	ListCell   *cell;

	foreach(cell, legs)
		if (!((const MigLeg *) lfirst(cell))->transactional)
			return true;
	return false;
}

/* The parts of "from:to"; from is base where it may be left out. */
static void
split_range(const char *range, bool downgrade, const char **from, const char **to)
{
	const char *colon = strchr(range, ':');

	if (colon == NULL && downgrade)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a downgrade script needs a range \"from:to\""),
				 errdetail("It does not look at where a database stands."),
				 errhint("For example migrate.script('head:base', downgrade => true).")));
	*from = colon ? pnstrdup(range, colon - range) : "base";
	*to = colon ? colon + 1 : range;
	if (**from == '\0')
		*from = downgrade ? "heads" : "base";
	if (**to == '\0')
		*to = downgrade ? "base" : "heads";
}

char *
mig_offline_script(const char *range, bool downgrade)
{
	Output		out = {.graph = mig_history_graph()};
	const char *from;
	const char *to;
	List	   *marks;
	MigSteps   *steps;
	List	   *legs;
	ListCell   *lc;

	split_range(range, downgrade, &from, &to);
	marks = mig_history_resolve(out.graph, from);
	steps = downgrade ? mig_history_downgrade(out.graph, marks, to) :
		mig_history_upgrade(out.graph, marks, to);
	legs = mig_leg_list(out.graph, steps);
	mig_gate_cut(legs);
	out.commits = has_committing(legs);

	initStringInfo(&out.sql);
	out.walk = mig_history_walk_begin(out.graph, steps);
	appendStringInfo(&out.sql,
					 "-- %s from %s to %s; for psql, in a database that has the extension\n"
					 "\\set ON_ERROR_STOP on\n"
					 "SELECT pg_catalog.gen_random_uuid() AS migrate_run \\gset\n\n",
					 downgrade ? "Downgrade" : "Upgrade", from, to);
	foreach(lc, legs)
		write_leg(&out, lfirst(lc));
	set_open(&out, false);
	return out.sql.data;
}
