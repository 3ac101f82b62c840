/*
 * errand.c
 *	  The background workers of a scratch database.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_namespace.h"
#include "commands/dbcommands.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "base/exec.h"
#include "base/spi.h"
#include "base/worker.h"
#include "model/errand.h"
#include "model/load.h"
#include "model/statements.h"
#include "run/gate.h"
#include "schema/pack.h"
#include "schema/snapshot.h"

extern PGDLLEXPORT void migrate_scratch_keeper(Datum segment);
extern PGDLLEXPORT void migrate_scratch_builder(Datum segment);

/* Its number is that of the process that keeps it. */
#define PREFIX	"migrate_scratch_"

/* The database that this keeper made; "" when it has not. */
static char kept[NAMEDATALEN];

/* What a builder knows of the database that this one stands in for. */
static MigExtensions *extensions;
static List *schemas;

/* What the statements of a model did, until it is read; NULL: nothing ran. */
static MigTrail *trail;

/* The locks of the statements that ran since the last commit. */
static int64 taken;

/* Ends the transaction, and begins another in the same memory context. */
static void
next_transaction(void)
{
	MemoryContext cxt = CurrentMemoryContext;

	CommitTransactionCommand();
	StartTransactionCommand();
	MemoryContextSwitchTo(cxt);
}

/* A statement that refuses a transaction block. */
static void
run_alone(const char *text)
{
	static const MigExec how = {.context = PROCESS_UTILITY_TOPLEVEL};

	next_transaction();
	(void) mig_exec_run(mig_script_cut("scratch database", text), &how);
	next_transaction();
}

static void
drop_database(const char *name)
{
	run_alone(psprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", quote_identifier(name)));
}

/* Nobody has taken a snapshot yet: here is no statement of a client. */
static MigRows *
query(const char *sql)
{
	MigRows    *rows;

	PushActiveSnapshot(GetTransactionSnapshot());
	rows = mig_spi_query(sql, NULL);
	PopActiveSnapshot();
	return rows;
}

/* Those whose keeper was killed. */
static void
drop_left_over(void)
{
	MigRows    *rows = query("SELECT d.datname FROM pg_database d"
							 " WHERE d.datname ~ '^" PREFIX "[0-9]+$' AND pg_has_role(d.datdba, 'USAGE')"
							 "   AND NOT EXISTS (SELECT FROM pg_stat_activity a"
							 "                    WHERE a.pid::text = substr(d.datname, length('" PREFIX "') + 1))");

	for (int row = 0; row < rows->nrows; row++)
		drop_database(mig_cell(rows, row, 0));
}

/* Every server version has its own names for what a locale is made of. */
static const char *
definition(void)
{
	MigRows    *rows = query(
		"SELECT format(' TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',"
		"              pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)"
		"    || CASE d.datlocprovider"
		"         WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L',"
		"                              coalesce(j->>'datlocale', j->>'daticulocale'))"
		"         WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', j->>'datlocale')"
		"         ELSE ' LOCALE_PROVIDER libc' END"
		"    || coalesce(' ICU_RULES ' || quote_literal(j->>'daticurules'), '')"
		"  FROM pg_database d, to_jsonb(d) j WHERE d.datname = current_database()");

	return mig_cell(rows, 0, 0);
}

/* Errors go to the session, which knows whether they are worth the log. */
static void
be_quiet(void)
{
	SetConfigOption("log_min_messages", "fatal", PGC_SUSET, PGC_S_SESSION);
}

static void
keep_database(StringInfo request, StringInfo reply)
{
	be_quiet();
	/* Another keeper may drop one first. */
	SetConfigOption("client_min_messages", "warning", PGC_USERSET, PGC_S_SESSION);
	drop_left_over();
	snprintf(kept, sizeof(kept), PREFIX "%d", MyProcPid);
	/* The limit does not count workers, and keeps everybody else out. */
	run_alone(psprintf("CREATE DATABASE %s%s CONNECTION LIMIT 0", quote_identifier(kept), definition()));
	pq_sendint32(reply, get_database_oid(kept, false));
}

void
migrate_scratch_keeper(Datum segment)
{
	mig_worker_serve(segment, keep_database);
	if (kept[0] != '\0')
	{
		StartTransactionCommand();
		MemoryContextSwitchTo(TopMemoryContext);
		drop_database(kept);
		CommitTransactionCommand();
	}
}

static void
settle(void)
{
	mig_worker_reset_settings();
	be_quiet();
	/* What bodies refer to may be created later. */
	SetConfigOption("check_function_bodies", "off", PGC_USERSET, PGC_S_SESSION);
}

static bool
is_managed(const char *schema)
{
	ListCell   *cell;

	foreach(cell, schemas)
		if (strcmp(lfirst(cell), schema) == 0)
			return true;
	return false;
}

/* The schemas that are not managed are there, but empty. */
static void
make_others(StringInfo request)
{
	PushActiveSnapshot(GetTransactionSnapshot());
	for (int n = pq_getmsgint(request, 4); n > 0; n--)
	{
		char	   *schema = mig_pack_read_text(request);

		if (!is_managed(schema))
			(void) NamespaceCreate(schema, GetUserId(), false);
	}
	PopActiveSnapshot();
}

static void
open_database(StringInfo request, StringInfo reply)
{
	MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

	settle();
	extensions = mig_extensions_read(request);
	for (int n = pq_getmsgint(request, 4); n > 0; n--)
		schemas = lappend(schemas, mig_pack_read_text(request));
	MemoryContextSwitchTo(old);
	make_others(request);
}

/* Commits before a statement when those before it have taken many locks. */
static void
run_in_turn(void (*run) (void *state), void *state, const MigCut *cut, int number, void *arg)
{
	taken += cut->stmts[number].locks;
	if (taken > mig_gate_lock_table_size() / 8)
	{
		next_transaction();
		taken = cut->stmts[number].locks;
	}
	if (arg != NULL)
		mig_trail_follow(run, state, cut, number, arg);
	else
		run(state);
}

/* What is to be followed outlives the request. */
static MigCut *
cut_model(const char *name, const char *text)
{
	MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);
	MigCut	   *cut = mig_load_cut(pstrdup(text), pstrdup(name), MIG_LOAD_MODEL);

	if (trail == NULL)
		trail = mig_trail_new();
	MemoryContextSwitchTo(old);
	return cut;
}

static void
load(StringInfo request, StringInfo reply)
{
	MigLoadRules rules = pq_getmsgint(request, 4);
	const char *name = mig_pack_read_text(request);
	const char *text = mig_pack_read_text(request);
	bool		model = rules == MIG_LOAD_MODEL;
	MigCut	   *cut = model ? cut_model(name, text) : mig_load_cut(text, name, rules);
	bool		block = IsTransactionBlock();

	taken = 0;
	mig_load_run(cut, rules, extensions, block ? NULL : run_in_turn, model ? trail : NULL);
	if (block)
		return;
	/* Settings go with the text that set them, and after a commit nothing else undoes them. */
	next_transaction();
	settle();
}

static void
read_facts(StringInfo request, StringInfo reply)
{
	MigFactBase *base;

	PushActiveSnapshot(GetTransactionSnapshot());
	base = mig_snapshot_read(schemas);
	PopActiveSnapshot();
	mig_pack_facts(reply, base);
	mig_statements_pack(reply, trail ? mig_statements_of(trail, base) : mig_statements_new());
	trail = NULL;
}

static void
begin(StringInfo request, StringInfo reply)
{
	if (IsTransactionBlock())
		DefineSavepoint("migrate");
	else
		BeginTransactionBlock();
}

static void
keep(StringInfo request, StringInfo reply)
{
	if (IsSubTransaction())
		ReleaseSavepoint("migrate");
	else
		(void) EndTransactionBlock(false);
}

static void
undo(StringInfo request, StringInfo reply)
{
	if (GetCurrentTransactionNestLevel() == 1)
		UserAbortTransactionBlock(false);
	else
	{
		RollbackToSavepoint("migrate");
		next_transaction();
		ReleaseSavepoint("migrate");
	}
}

/* In the order of MigErrand. */
static void (*const errands[]) (StringInfo request, StringInfo reply) =
{
	open_database, load, read_facts, begin, keep, undo
};

static void
build(StringInfo request, StringInfo reply)
{
	errands[pq_getmsgbyte(request)] (request, reply);
}

void
migrate_scratch_builder(Datum segment)
{
	mig_worker_serve(segment, build);
}
