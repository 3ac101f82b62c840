/*
 * progress.c
 *	  The journal of a run that commits as it goes.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "history/progress.h"

char *
mig_progress_run(void)
{
	return mig_cell(mig_spi_query("SELECT gen_random_uuid()", NULL), 0, 0);
}

void
mig_progress_sweep(void)
{
	(void) mig_spi_query("UPDATE migrate.journal SET outcome = 'interrupted', at = clock_timestamp()"
						 " WHERE outcome = 'running'", NULL);
}

void
mig_progress_begin(const char *run, int step, MigDirection direction,
				   const char *revision, const char *message)
{
	Datum		values[] = {
		CStringGetTextDatum(run), Int32GetDatum(step), CStringGetTextDatum(mig_direction_names[direction]),
		CStringGetTextDatum(revision), CStringGetTextDatum(message)
	};
	MigArgs		args = {5, (Oid[]) {TEXTOID, INT4OID, TEXTOID, TEXTOID, TEXTOID}, values, NULL};

	(void) mig_spi_query("INSERT INTO migrate.journal (run, step, at, direction, revision, message,"
						 " outcome, run_by, application_name, client_addr)"
						 " VALUES ($1::uuid, $2, clock_timestamp(), $3, $4, $5, 'running', session_user,"
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
						 " WHERE run = $1::uuid AND step = $2", &args);
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
