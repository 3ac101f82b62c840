/*
 * revision.c
 *	  The stored revisions: read into the graph that the session keeps, found,
 *	  inserted, changed.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/array.h"
#include "base/spi.h"
#include "history/revision.h"

/* What separates the members of an array that is read as one string. */
#define SEPARATOR "\n"

static MigGraph *cached = NULL;
static Oid	cached_relid = InvalidOid;

/*
 * changes counts what we heard about writes to the table; the graph in cached
 * was read when it was cached_at.
 */
static uint64 changes = 0;
static uint64 cached_at = 0;

static void
hear_change(Datum arg, Oid relid)
{
	if (relid == InvalidOid || relid == cached_relid)
		changes++;
}

/* The table of the revisions. */
static Oid
revisions_relid(void)
{
	return get_relname_relid("revisions", get_namespace_oid("migrate", false));
}

static List *
split(const char *members)
{
	List	   *list = NIL;

	while (*members != '\0')
	{
		size_t		length = strcspn(members, SEPARATOR);

		list = lappend(list, pnstrdup(members, length));
		members += length;
		members += strspn(members, SEPARATOR);
	}
	return list;
}

static MigRevisionInfo
read_info(const MigRows *rows, int row)
{
	MigRevisionInfo info = {
		.id = mig_cell(rows, row, 0),
		.message = mig_cell(rows, row, 1),
		.down_revision = split(mig_cell(rows, row, 2)),
		.depends_on = split(mig_cell(rows, row, 3)),
		.branch_label = split(mig_cell(rows, row, 4)),
		.transactional = *mig_cell(rows, row, 5) == 't',
		.irreversible = *mig_cell(rows, row, 6) == 't',
	};

	return info;
}

/* Reads the graph, under parent. */
static MigGraph *
read_graph(MemoryContext parent)
{
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "migrate read",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(scratch);
	MigRevisionInfo *infos;
	MigRows    *rows;
	MigGraph   *graph;

	rows = mig_spi_query_latest(
		"SELECT revision, message,"
		" array_to_string(down_revision, E'" SEPARATOR "'),"
		" array_to_string(depends_on, E'" SEPARATOR "'),"
		" array_to_string(branch_label, E'" SEPARATOR "'),"
		" transactional, upgrade IS NOT NULL AND downgrade IS NULL"
		" FROM migrate.revisions ORDER BY created_at, revision", NULL);
	infos = palloc_extended(Max(rows->nrows, 1) * sizeof(MigRevisionInfo), MCXT_ALLOC_HUGE);
	for (int i = 0; i < rows->nrows; i++)
		infos[i] = read_info(rows, i);
	graph = mig_history_build(scratch, infos, rows->nrows);

	MemoryContextSetParent(graph->cxt, parent);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(scratch);
	return graph;
}

const MigGraph *
mig_history_graph(void)
{
	static bool listening = false;
	MigGraph   *graph;
	uint64		at;

	if (!listening)
	{
		CacheRegisterRelcacheCallback(hear_change, (Datum) 0);
		listening = true;
	}
	AcceptInvalidationMessages();
	if (cached != NULL && cached_at == changes)
		return cached;

	cached_relid = revisions_relid();
	at = changes;
	graph = read_graph(TopMemoryContext);
	if (cached != NULL)
		MemoryContextSetParent(cached->cxt, TopTransactionContext);
	cached = graph;
	cached_at = at;
	return cached;
}

void
mig_history_forget_graph(void)
{
	changes++;
}

MigScripts *
mig_history_read_scripts(const MigGraph *graph, List *revs, int first, int count, bool upgrade)
{
	MigScripts *scripts = palloc0(count * sizeof(MigScripts));
	List	   *part = list_truncate(list_copy_tail(revs, first), count);
	Datum		values[] = {mig_history_ids(graph, part)};
	MigArgs		args = {1, (Oid[]) {TEXTARRAYOID}, values, NULL};
	MigRows    *rows;

	rows = mig_spi_query_latest(
		upgrade ?
		"SELECT u.n, r.upgrade, r.verify FROM unnest($1) WITH ORDINALITY u(id, n)"
		" JOIN migrate.revisions r ON r.revision = u.id" :
		"SELECT u.n, r.downgrade, NULL FROM unnest($1) WITH ORDINALITY u(id, n)"
		" JOIN migrate.revisions r ON r.revision = u.id", &args);
	for (int row = 0; row < rows->nrows; row++)
	{
		MigScripts *s = &scripts[atoi(mig_cell(rows, row, 0)) - 1];

		s->script = mig_cell(rows, row, 1);
		s->verify = mig_cell(rows, row, 2);
	}
	return scripts;
}

void
mig_history_begin_authoring(const char *command)
{
	Oid			relid = revisions_relid();

	PreventCommandIfReadOnly(command);
	PreventCommandDuringRecovery(command);
	if (pg_class_aclcheck(relid, GetUserId(), ACL_INSERT) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, "migrate.revisions");
	LockRelationOid(relid, ShareRowExclusiveLock);
}

/* The columns of a revision, in the order of the statements below. */
static MigArgs
revision_args(const MigStored *revision, bool whole)
{
	static const Oid types[] = {
		TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, BOOLOID,
		TEXTARRAYOID, TEXTARRAYOID, TEXTARRAYOID, BOOLOID, TEXTOID
	};
	const char *texts[] = {
		revision->info.id, revision->info.message,
		revision->upgrade, revision->downgrade, revision->verify
	};
	Datum	   *values = palloc0(lengthof(types) * sizeof(Datum));
	char	   *nulls = palloc(lengthof(types));
	MigArgs		args = {whole ? lengthof(types) : lengthof(texts) + 1, types, values, nulls};

	memset(nulls, ' ', lengthof(types));
	for (int i = 0; i < lengthof(texts); i++)
	{
		if (texts[i] == NULL)
			nulls[i] = 'n';
		else
			values[i] = CStringGetTextDatum(texts[i]);
	}
	values[5] = BoolGetDatum(revision->derived);
	values[6] = mig_array_list(revision->info.down_revision);
	values[7] = mig_array_list(revision->info.depends_on);
	values[8] = mig_array_list(revision->info.branch_label);
	values[9] = BoolGetDatum(revision->info.transactional);
	if (revision->created_at == NULL)
		nulls[10] = 'n';
	else
		values[10] = CStringGetTextDatum(revision->created_at);
	return args;
}

void
mig_history_insert(const MigStored *revision)
{
	MigArgs		args = revision_args(revision, true);
	bool		fresh = cached != NULL && cached_at == changes;
	uint64		before = changes;

	(void) mig_spi_query(
		"INSERT INTO migrate.revisions (revision, message, upgrade, downgrade, verify, derived,"
		" down_revision, depends_on, branch_label, transactional, created_at)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11::timestamptz, clock_timestamp()))",
		&args);

	/*
	 * Of this we heard ourselves, once.  If we heard nothing else the graph is
	 * as it was but for the new revision: no need to read them all again.
	 */
	if (fresh && changes == before + 1)
	{
		mig_history_append(cached, &revision->info);
		cached_at = changes;
	}
}

MigStored *
mig_history_read(const MigGraph *graph, int rev)
{
	MigStored  *stored = palloc0(sizeof(MigStored));
	Datum		values[] = {CStringGetTextDatum(mig_history_id(graph, rev))};
	MigArgs		args = {1, (Oid[]) {TEXTOID}, values, NULL};
	MigRows    *rows;

	rows = mig_spi_query_latest(
		"SELECT revision, message,"
		" array_to_string(down_revision, E'" SEPARATOR "'),"
		" array_to_string(depends_on, E'" SEPARATOR "'),"
		" array_to_string(branch_label, E'" SEPARATOR "'),"
		" transactional, upgrade IS NOT NULL AND downgrade IS NULL,"
		" upgrade, downgrade, verify, derived,"
		" to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')"
		" FROM migrate.revisions WHERE revision = $1", &args);
	if (rows->nrows != 1)
		elog(ERROR, "revision \"%s\" is not stored", mig_history_id(graph, rev));
	stored->info = read_info(rows, 0);
	stored->upgrade = mig_cell(rows, 0, 7);
	stored->downgrade = mig_cell(rows, 0, 8);
	stored->verify = mig_cell(rows, 0, 9);
	stored->derived = *mig_cell(rows, 0, 10) == 't';
	stored->created_at = mig_cell(rows, 0, 11);
	return stored;
}

void
mig_history_update(const MigStored *revision)
{
	MigArgs		args = revision_args(revision, false);

	(void) mig_spi_query(
		"UPDATE migrate.revisions SET message = $2, upgrade = $3, downgrade = $4, verify = $5, derived = $6"
		" WHERE revision = $1", &args);
}

void
mig_history_replace(const MigStored *revision)
{
	MigArgs		args = revision_args(revision, true);

	args.n = 10;				/* when it was created stays */
	(void) mig_spi_query(
		"UPDATE migrate.revisions SET message = $2, upgrade = $3, downgrade = $4, verify = $5, derived = $6,"
		" down_revision = $7, depends_on = $8, branch_label = $9, transactional = $10"
		" WHERE revision = $1", &args);
}

void
mig_history_delete(const char *id)
{
	Datum		values[] = {CStringGetTextDatum(id)};
	MigArgs		args = {1, (Oid[]) {TEXTOID}, values, NULL};

	(void) mig_spi_query("DELETE FROM migrate.revisions WHERE revision = $1", &args);
}
