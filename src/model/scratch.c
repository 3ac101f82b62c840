/*
 * scratch.c
 *	  A scratch database, from the side of the session that needs it.
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"

#include "base/spi.h"
#include "base/worker.h"
#include "model/errand.h"
#include "model/extensions.h"
#include "model/scratch.h"
#include "schema/pack.h"

struct MigScratch
{
	MigWorker  *keeper;
	MigWorker  *builder;
};

static void
begin_request(StringInfo request, MigErrand errand)
{
	initStringInfo(request);
	pq_sendbyte(request, errand);
}

static void
check_right(int64 locks)
{
	MigRows    *rows = mig_spi_query("SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user", NULL);

	if (mig_cell(rows, 0, 0)[0] != 't')
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to create a scratch database"),
				 errdetail("The schema takes some " INT64_FORMAT " locks, more than half of the server's lock table, so it cannot be built in one transaction.", locks),
				 errhint("ALTER ROLE ... CREATEDB, or increase \"max_locks_per_transaction\".")));
}

static Oid
start_keeper(MigScratch *scratch)
{
	StringInfoData request;

	scratch->keeper = mig_worker_start(MIG_ERRAND_KEEPER, "migrate scratch keeper", MyDatabaseId);
	initStringInfo(&request);
	return pq_getmsgint(mig_worker_ask(scratch->keeper, &request), 4);
}

/* Schemas that are not managed are empty there, but can be named. */
static void
pack_schemas(StringInfo request, const List *managed)
{
	MigRows    *others = mig_spi_query("SELECT nspname FROM pg_namespace"
									   " WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'migrate', 'public')",
									   NULL);
	ListCell   *cell;

	pq_sendint32(request, list_length(managed));
	foreach(cell, managed)
		mig_pack_text(request, lfirst(cell));
	pq_sendint32(request, others->nrows);
	for (int row = 0; row < others->nrows; row++)
		mig_pack_text(request, mig_cell(others, row, 0));
}

static void
open_database(MigScratch *scratch, Oid database, const List *schemas)
{
	StringInfoData request;

	scratch->builder = mig_worker_start(MIG_ERRAND_BUILDER, "migrate scratch builder", database);
	begin_request(&request, MIG_ERRAND_OPEN);
	mig_extensions_pack(&request);
	pack_schemas(&request, schemas);
	(void) mig_worker_ask(scratch->builder, &request);
}

MigScratch *
mig_scratch_start(List *schemas, int64 locks)
{
	MigScratch *scratch = palloc0(sizeof(MigScratch));

	check_right(locks);
	ereport(DEBUG1,
			(errmsg("building the schema in a scratch database"),
			 errdetail("It takes some " INT64_FORMAT " locks, more than half of the server's lock table.", locks)));
	open_database(scratch, start_keeper(scratch), schemas);
	return scratch;
}

void
mig_scratch_load(MigScratch *scratch, const char *text, const char *name, MigLoadRules rules)
{
	StringInfoData request;

	begin_request(&request, MIG_ERRAND_LOAD);
	pq_sendint32(&request, rules);
	mig_pack_text(&request, name);
	mig_pack_text(&request, text);
	(void) mig_worker_ask(scratch->builder, &request);
}

MigFactBase *
mig_scratch_read(MigScratch *scratch, MigStatements **statements)
{
	StringInfoData request;
	StringInfo	reply;
	MigFactBase *base;

	begin_request(&request, MIG_ERRAND_READ);
	reply = mig_worker_ask(scratch->builder, &request);
	base = mig_pack_read(reply);
	*statements = mig_statements_read(reply, base);
	return base;
}

void
mig_scratch_begin(MigScratch *scratch)
{
	StringInfoData request;

	begin_request(&request, MIG_ERRAND_BEGIN);
	(void) mig_worker_ask(scratch->builder, &request);
}

void
mig_scratch_end(MigScratch *scratch, bool keep)
{
	StringInfoData request;

	begin_request(&request, keep ? MIG_ERRAND_KEEP : MIG_ERRAND_UNDO);
	(void) mig_worker_ask(scratch->builder, &request);
}

void
mig_scratch_stop(MigScratch *scratch)
{
	mig_worker_stop(scratch->builder);
	mig_worker_stop(scratch->keeper);
}
