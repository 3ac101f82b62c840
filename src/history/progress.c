/*
 * progress.c
 *	  The journal of a run that commits as it goes.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "history/progress.h"

#define UUID_TEXT 36

/* The run that somebody else has opened for this session to begin. */
static char adopted[UUID_TEXT + 1] = "";

char *
mig_progress_open(const char *command, const char *target)
{
	Datum		values[] = {CStringGetTextDatum(command), CStringGetTextDatum(target)};
	MigArgs		args = {2, (Oid[]) {TEXTOID, TEXTOID}, values, NULL};

	return mig_cell(mig_spi_query("INSERT INTO migrate.runs (run, tag, command, target, outcome, application_name, client_addr)"
								  " SELECT u.run, ('x' || left(u.run::text, 8))::bit(32)::bigint::oid, $1, $2, 'queued',"
								  " current_setting('application_name'), inet_client_addr()"
								  " FROM gen_random_uuid() u(run) RETURNING run", &args), 0, 0);
}

static MigRows *
query_run(const char *sql, const char *run)
{
	Datum		values[] = {CStringGetTextDatum(run)};
	MigArgs		args = {1, (Oid[]) {TEXTOID}, values, NULL};

	return mig_spi_query(sql, &args);
}

bool
mig_progress_read(const char *run, MigRun *result)
{
	MigRows    *rows = query_run("SELECT command, target FROM migrate.runs"
								 " WHERE run = $1::uuid AND outcome = 'queued'", run);

	if (rows->nrows == 0)
		return false;
	result->command = mig_cell(rows, 0, 0);
	result->target = mig_cell(rows, 0, 1);
	return true;
}

void
mig_progress_adopt(const char *run)
{
	strlcpy(adopted, run, sizeof(adopted));
}

char *
mig_progress_begin_run(const char *command, const char *target, int steps)
{
	Datum		values[] = {
		CStringGetTextDatum(command), CStringGetTextDatum(target), Int32GetDatum(steps), CStringGetTextDatum(adopted)
	};
	MigArgs		args = {4, (Oid[]) {TEXTOID, TEXTOID, INT4OID, TEXTOID}, values, NULL};
	const char *sql = adopted[0] != '\0' ?
		"UPDATE migrate.runs SET outcome = 'running', steps = nullif($3, 0), at = clock_timestamp()"
		" WHERE run = $4::uuid AND command = $1 AND target = $2 RETURNING run" :
		"INSERT INTO migrate.runs (run, tag, command, target, steps, outcome, application_name, client_addr)"
		" SELECT u.run, ('x' || left(u.run::text, 8))::bit(32)::bigint::oid, $1, $2, nullif($3, 0), 'running',"
		" current_setting('application_name'), inet_client_addr()"
		" FROM gen_random_uuid() u(run) WHERE $4 = '' RETURNING run";

	adopted[0] = '\0';
	return mig_cell(mig_spi_query(sql, &args), 0, 0);
}

void
mig_progress_end_run(const char *run, const char *sqlstate, const char *error)
{
	Datum		values[] = {
		CStringGetTextDatum(run), CStringGetTextDatum(sqlstate ? sqlstate : ""), CStringGetTextDatum(error ? error : "")
	};
	MigArgs		args = {3, (Oid[]) {TEXTOID, TEXTOID, TEXTOID}, values, NULL};

	(void) mig_spi_query("UPDATE migrate.runs SET outcome = CASE $2 WHEN '' THEN 'done' ELSE 'failed' END,"
						 " sqlstate = nullif($2, ''), error = nullif($3, ''), ended_at = clock_timestamp()"
						 " WHERE run = $1::uuid AND outcome IN ('queued', 'running')", &args);
}

MigOutcome
mig_progress_outcome(const char *run)
{
	MigRows    *rows = query_run("SELECT outcome, sqlstate, error FROM migrate.runs WHERE run = $1::uuid", run);
	MigOutcome	outcome = {NULL, NULL, NULL};

	if (rows->nrows > 0)
		outcome = (MigOutcome) {mig_cell(rows, 0, 0), mig_cell(rows, 0, 1), mig_cell(rows, 0, 2)};
	return outcome;
}

void
mig_progress_sweep(void)
{
	(void) mig_spi_query("UPDATE migrate.journal SET outcome = 'interrupted', at = clock_timestamp()"
						 " WHERE outcome = 'running'", NULL);
	mig_progress_sweep_runs();
}

void
mig_progress_sweep_runs(void)
{
	(void) mig_spi_query("UPDATE migrate.runs SET outcome = 'interrupted', ended_at = clock_timestamp()"
						 " WHERE outcome IN ('queued', 'running') AND tag NOT IN (SELECT l.tag FROM migrate.runs_alive l)", NULL);
}

MigBatch
mig_progress_last_batch(const char *target)
{
	Datum		values[] = {CStringGetTextDatum(target)};
	MigArgs		args = {1, (Oid[]) {TEXTOID}, values, NULL};
	MigRows    *rows = mig_spi_query(
		"SELECT position, rows_done, rows_changed FROM ("
		"SELECT * FROM migrate.runs WHERE command = 'backfill' AND target = $1 ORDER BY at DESC LIMIT 1) last"
		" WHERE outcome IN ('failed', 'interrupted') AND position IS NOT NULL", &args);
	MigBatch	batch = {NULL, 0, 0};

	if (rows->nrows > 0)
		batch = (MigBatch) {
			mig_cell(rows, 0, 0), pg_strtoint64(mig_cell(rows, 0, 1)), pg_strtoint64(mig_cell(rows, 0, 2))
		};
	return batch;
}

void
mig_progress_batch(const char *run, const MigBatch *batch, int64 total)
{
	Datum		values[] = {
		CStringGetTextDatum(run), CStringGetTextDatum(batch->position ? batch->position : ""),
		Int64GetDatum(batch->done), Int64GetDatum(batch->changed), Int64GetDatum(total)
	};
	MigArgs		args = {5, (Oid[]) {TEXTOID, TEXTOID, INT8OID, INT8OID, INT8OID}, values, NULL};

	(void) mig_spi_query("UPDATE migrate.runs SET position = nullif($2, '')::jsonb, rows_done = $3, rows_changed = $4,"
						 " rows_total = nullif($5, -1) WHERE run = $1::uuid", &args);
}

void
mig_progress_begin(const char *run, int step, MigDirection direction,
				   const char *revision, const char *message, int statements)
{
	Datum		values[] = {
		CStringGetTextDatum(run), Int32GetDatum(step), CStringGetTextDatum(mig_direction_names[direction]),
		CStringGetTextDatum(revision), CStringGetTextDatum(message), Int32GetDatum(statements)
	};
	MigArgs		args = {6, (Oid[]) {TEXTOID, INT4OID, TEXTOID, TEXTOID, TEXTOID, INT4OID}, values, NULL};

	(void) mig_spi_query("INSERT INTO migrate.journal (run, step, at, direction, revision, message,"
						 " statements_total, outcome, run_by, application_name, client_addr)"
						 " VALUES ($1::uuid, $2, clock_timestamp(), $3, $4, $5, $6, 'running', session_user,"
						 " current_setting('application_name'), inet_client_addr())", &args);
}

void
mig_progress_advance(const char *run, int step, int statements, const char *digest)
{
	Datum		values[] = {
		CStringGetTextDatum(run), Int32GetDatum(step), Int32GetDatum(statements), CStringGetTextDatum(digest)
	};
	MigArgs		args = {4, (Oid[]) {TEXTOID, INT4OID, INT4OID, TEXTOID}, values, NULL};

	(void) mig_spi_query("UPDATE migrate.journal SET statements = $3, statements_digest = decode($4, 'hex'),"
						 " at = clock_timestamp() WHERE run = $1::uuid AND step = $2", &args);
}

void
mig_progress_done(const char *run, int step, int64 elapsed)
{
	Datum		values[] = {CStringGetTextDatum(run), Int32GetDatum(step), Int64GetDatum(elapsed)};
	MigArgs		args = {3, (Oid[]) {TEXTOID, INT4OID, INT8OID}, values, NULL};

	(void) mig_spi_query("UPDATE migrate.journal SET outcome = 'done', at = clock_timestamp(),"
						 " elapsed = $3 * interval '1 microsecond' WHERE run = $1::uuid AND step = $2", &args);
}

void
mig_progress_failed(const char *run, int step, const char *sqlstate, const char *error)
{
	Datum		values[] = {
		CStringGetTextDatum(run), Int32GetDatum(step), CStringGetTextDatum(sqlstate), CStringGetTextDatum(error)
	};
	MigArgs		args = {4, (Oid[]) {TEXTOID, INT4OID, TEXTOID, TEXTOID}, values, NULL};

	(void) mig_spi_query("UPDATE migrate.journal SET outcome = 'failed', elapsed = clock_timestamp() - at,"
						 " at = clock_timestamp(), sqlstate = $3, error = $4"
						 " WHERE run = $1::uuid AND step = $2 AND outcome = 'running'", &args);
}

MigUnfinished
mig_progress_unfinished(MigDirection direction, const char *revision)
{
	Datum		values[] = {CStringGetTextDatum(revision), CStringGetTextDatum(mig_direction_names[direction])};
	MigArgs		args = {2, (Oid[]) {TEXTOID, TEXTOID}, values, NULL};
	MigUnfinished unfinished = {0, NULL, false};
	MigRows    *rows;

	rows = mig_spi_query("SELECT coalesce(statements, 0), encode(statements_digest, 'hex'), outcome = 'interrupted' FROM ("
						 "SELECT * FROM migrate.journal WHERE revision = $1 AND tenant = ''"
						 " ORDER BY at DESC, step DESC LIMIT 1) last"
						 " WHERE direction = $2 AND outcome IN ('failed', 'interrupted')", &args);
	if (rows->nrows > 0)
	{
		unfinished.statements = pg_strtoint32(mig_cell(rows, 0, 0));
		unfinished.digest = mig_cell(rows, 0, 1);
		unfinished.interrupted = strcmp(mig_cell(rows, 0, 2), "t") == 0;
	}
	return unfinished;
}
