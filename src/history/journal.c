/*
 * journal.c
 *	  Where a database stands, what was applied with which scripts, and what was
 *	  ever run.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "base/array.h"
#include "base/errors.h"
#include "base/spi.h"
#include "base/text.h"
#include "history/journal.h"
#include "history/revision.h"

static const char *const marks_query =
"SELECT revision FROM migrate.marks WHERE tenant = $1 ORDER BY revision";

static MigRows *
read_marks(const char *tenant, bool latest)
{
	Datum		values[] = {CStringGetTextDatum(tenant)};
	MigArgs		args = {1, (Oid[]) {TEXTOID}, values, NULL};

	return latest ? mig_spi_query_latest(marks_query, &args) : mig_spi_query(marks_query, &args);
}

static MigStand
look_up(const MigRows *rows)
{
	MigStand	stand = {mig_history_graph(), NIL, NIL};

	for (int i = 0; i < rows->nrows; i++)
	{
		char	   *id = mig_cell(rows, i, 0);
		int			rev = mig_history_lookup(stand.graph, id);

		if (rev >= 0 && strcmp(mig_history_id(stand.graph, rev), id) == 0)
			stand.marks = lappend_int(stand.marks, rev);
		else
			stand.unknown = lappend(stand.unknown, id);
	}
	list_sort(stand.marks, list_int_cmp);
	return stand;
}

MigStand
mig_history_read_stand(const char *tenant, bool latest)
{
	MigRows    *rows = read_marks(tenant, latest);
	MigStand	stand = look_up(rows);

	/*
	 * Another's commit shows its rows a moment before it is heard of: the mark
	 * may be of a revision that we have not read yet.
	 */
	if (stand.unknown != NIL)
	{
		mig_history_forget_graph();
		stand = look_up(rows);
	}
	return stand;
}

void
mig_history_check_marks(const MigStand *stand)
{
	if (stand->unknown != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NO_SUCH_REVISION),
				 errmsg("Can't locate revision identified by \"%s\"", (char *) linitial(stand->unknown)),
				 errdetail("The database is marked as standing at that revision, but it is not stored."),
				 errhint("Store the revision, or set the marks anew with SELECT migrate.stamp('...', purge => true).")));
}

void
mig_history_check_digests(const char *tenant)
{
	Datum		values[] = {CStringGetTextDatum(tenant)};
	MigArgs		args = {1, (Oid[]) {TEXTOID}, values, NULL};
	MigRows    *rows;

	rows = mig_spi_query_latest(
		"SELECT a.revision, a.applied_at FROM migrate.applied a JOIN migrate.revisions r USING (revision)"
		" WHERE a.tenant = $1 AND a.digest <> r.digest ORDER BY 1 LIMIT 1", &args);
	if (rows->nrows > 0)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_EDITED),
				 errmsg("revision \"%s\" was edited after it was applied", mig_cell(rows, 0, 0)),
				 errdetail("Its scripts are not those that were applied at %s.", mig_cell(rows, 0, 1)),
				 errhint("Put the scripts back in migrate.revisions; what changes belongs into a new revision.")));
}

/* Two Lists of numbers: what becomes applied, and what ceases to be. */
typedef struct Difference
{
	List	   *added;
	List	   *removed;
} Difference;

static Difference
compare_applied(const MigStand *stand, List *after)
{
	bool	   *old = mig_history_applied(stand->graph, stand->marks);
	bool	   *new = mig_history_applied(stand->graph, after);
	Difference	diff = {NIL, NIL};

	for (int i = 0; i < stand->graph->n; i++)
	{
		if (new[i] && !old[i])
			diff.added = lappend_int(diff.added, i);
		else if (old[i] && !new[i])
			diff.removed = lappend_int(diff.removed, i);
	}
	return diff;
}

static void
write_marks(const MigStand *stand, const char *tenant, List *after)
{
	List	   *known = list_difference_int(stand->marks, after);
	List	   *gone = list_concat(mig_history_names(stand->graph, known), stand->unknown);
	Datum		values[] = {CStringGetTextDatum(tenant), mig_array_list(gone)};
	MigArgs		args = {2, (Oid[]) {TEXTOID, TEXTARRAYOID}, values, NULL};

	(void) mig_spi_query("DELETE FROM migrate.marks WHERE tenant = $1 AND revision = ANY ($2)", &args);

	values[1] = mig_history_ids(stand->graph, list_difference_int(after, stand->marks));
	(void) mig_spi_query("INSERT INTO migrate.marks (tenant, revision) SELECT $1, unnest($2)", &args);
}

/*
 * The digests of revisions, as a text[].  Read as of now, because a transaction
 * that keeps an older snapshot can run a revision stored since.
 */
static Datum
read_digests(const MigGraph *graph, List *revs)
{
	Datum		values[] = {mig_history_ids(graph, revs)};
	MigArgs		args = {1, (Oid[]) {TEXTARRAYOID}, values, NULL};
	MigRows    *rows;
	List	   *digests = NIL;

	rows = mig_spi_query_latest(
		"SELECT r.digest FROM unnest($1) WITH ORDINALITY u(id, n)"
		" JOIN migrate.revisions r ON r.revision = u.id ORDER BY u.n", &args);
	for (int i = 0; i < rows->nrows; i++)
		digests = lappend(digests, mig_cell(rows, i, 0));
	return mig_array_list(digests);
}

static void
forget_applied(const MigGraph *graph, const char *tenant, List *revs)
{
	Datum		values[] = {CStringGetTextDatum(tenant), mig_history_ids(graph, revs)};
	MigArgs		args = {2, (Oid[]) {TEXTOID, TEXTARRAYOID}, values, NULL};

	if (revs != NIL)
		(void) mig_spi_query(
			"DELETE FROM migrate.applied a USING unnest($2) u(id)"
			" WHERE a.tenant = $1 AND a.revision = u.id", &args);
}

/* Steps that ran are in names and ends; a stamp implies others, applied now. */
static void
write_applied(const MigGraph *graph, const char *tenant, List *revs, Datum names, Datum ends)
{
	Datum		values[] = {
		CStringGetTextDatum(tenant), mig_history_ids(graph, revs), read_digests(graph, revs),
		names, ends
	};
	MigArgs		args = {5, (Oid[]) {TEXTOID, TEXTARRAYOID, TEXTARRAYOID, TEXTARRAYOID, TIMESTAMPTZARRAYOID},
	values, NULL};

	if (revs != NIL)
		(void) mig_spi_query(
			"INSERT INTO migrate.applied (tenant, revision, digest, applied_at, applied_by)"
			" SELECT $1, u.id, u.digest::bytea, coalesce(s.at, clock_timestamp()), session_user"
			" FROM unnest($2, $3) u(id, digest) LEFT JOIN unnest($4, $5) s(id, at) ON s.id = u.id"
			" ON CONFLICT (tenant, revision) DO UPDATE SET digest = excluded.digest,"
			" applied_at = excluded.applied_at, applied_by = excluded.applied_by", &args);
}

/* An array of n values of eight bytes. */
static Datum
wide_array(Datum *values, int n, Oid type)
{
	return PointerGetDatum(construct_array(values, n, type, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* The columns of the steps, for unnest. */
typedef struct Columns
{
	Datum		ids;
	Datum		messages;
	Datum		ends;
	Datum		elapsed;
} Columns;

static Columns
columns_of(const MigGraph *graph, const MigEntry *entries, int n)
{
	const char **names = palloc(Max(n, 1) * sizeof(char *));
	const char **messages = palloc(Max(n, 1) * sizeof(char *));
	Datum	   *ends = palloc(Max(n, 1) * sizeof(Datum));
	Datum	   *elapsed = palloc(Max(n, 1) * sizeof(Datum));
	Columns		columns;

	for (int i = 0; i < n; i++)
	{
		names[i] = mig_history_id(graph, entries[i].rev);
		messages[i] = graph->revs[entries[i].rev]->message;
		ends[i] = TimestampTzGetDatum(entries[i].at);
		elapsed[i] = Int64GetDatum(entries[i].elapsed);
	}
	columns.ids = mig_array_texts(names, n);
	columns.messages = mig_array_texts(messages, n);
	columns.ends = wide_array(ends, n, TIMESTAMPTZOID);
	columns.elapsed = wide_array(elapsed, n, INT8OID);
	return columns;
}

static void
write_journal(const char *tenant, MigDirection direction, const Columns *columns)
{
	Datum		values[] = {
		CStringGetTextDatum(tenant), CStringGetTextDatum(mig_direction_names[direction]),
		columns->ids, columns->messages, columns->ends, columns->elapsed
	};
	MigArgs		args = {6, (Oid[]) {TEXTOID, TEXTOID, TEXTARRAYOID, TEXTARRAYOID, TIMESTAMPTZARRAYOID, INT8ARRAYOID},
	values, NULL};

	(void) mig_spi_query(
		"INSERT INTO migrate.journal (run, step, tenant, at, direction, revision, message, outcome,"
		" elapsed, run_by, application_name, client_addr)"
		" SELECT (SELECT gen_random_uuid()), s.n, $1, s.at, $2, s.id, s.message, 'done',"
		" nullif(s.elapsed, -1) * interval '1 microsecond', session_user,"
		" current_setting('application_name'), inet_client_addr()"
		" FROM unnest($3, $4, $5, $6) WITH ORDINALITY s(id, message, at, elapsed, n)", &args);
}

static void
move(const MigStand *stand, const char *tenant, const Columns *columns, List *after)
{
	Difference	diff = compare_applied(stand, after);

	write_marks(stand, tenant, after);
	forget_applied(stand->graph, tenant, diff.removed);
	write_applied(stand->graph, tenant, diff.added, columns->ids, columns->ends);
}

void
mig_history_write(const MigStand *stand, const char *tenant, MigDirection direction,
				  const MigEntry *entries, int n, List *after)
{
	Columns		columns = columns_of(stand->graph, entries, n);

	move(stand, tenant, &columns, after);
	write_journal(tenant, direction, &columns);
}

void
mig_history_move(const MigStand *stand, const char *tenant, const MigEntry *entries, int n, List *after)
{
	Columns		columns = columns_of(stand->graph, entries, n);

	move(stand, tenant, &columns, after);
}

void
mig_history_check_at_heads(void)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	bool	   *applied = mig_history_applied(stand.graph, stand.marks);
	List	   *pending = NIL;
	ListCell   *lc;

	foreach(lc, mig_history_heads(stand.graph, false))
		if (!applied[lfirst_int(lc)])
			pending = lappend_int(pending, lfirst_int(lc));
	if (pending != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NOT_UP_TO_DATE),
				 errmsg("Target database is not up to date."),
				 errdetail("These heads are not applied: %s.",
						   mig_text_join(mig_history_names(stand.graph, pending), ", ")),
				 errhint("SELECT migrate.upgrade('heads') applies them.")));
}

void
mig_history_write_stamp(const MigStand *stand, const MigSteps *steps)
{
	MigEntry   *entries = palloc(Max(list_length(steps->revs), 1) * sizeof(MigEntry));
	ListCell   *lc;

	foreach(lc, steps->revs)
		entries[foreach_current_index(lc)] = (MigEntry) {lfirst_int(lc), GetCurrentTimestamp(), -1};
	mig_history_write(stand, MIG_DATABASE, MIG_STAMP, entries, list_length(steps->revs), steps->after);
}

void
mig_history_stamp_one(const char *id)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);

	mig_history_write_stamp(&stand, mig_history_stamp(stand.graph, stand.marks,
													   list_make1(unconstify(char *, id)), false));
}
