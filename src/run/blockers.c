/*
 * blockers.c
 *	  Who stands in the way of a statement that did not get its lock.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "storage/lmgr.h"

#include "base/array.h"
#include "base/spi.h"
#include "base/waits.h"
#include "run/blockers.h"

/*
 * Sessions: those with a process number in $1, and those who wait for a lock
 * on the relation $2 ('0': none).  Then prepared transactions with a lock on it.
 */
static const char sessions[] =
"SELECT format('Process %s (%s)%s%s%s: %s', a.pid,"
"	CASE WHEN a.usename IS NULL THEN a.backend_type ELSE format('user %s, application \"%s\"', a.usename, a.application_name) END,"
"	coalesce(' ' || (SELECT string_agg(CASE WHEN l.granted THEN 'holds ' ELSE 'waits for ' END || l.mode, ', '"
"		ORDER BY l.granted DESC, l.mode) FROM pg_locks l"
"		WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.relation = $2"
"		AND l.database IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))), ' has the lock'),"
"	to_char(a.xact_start, '\", in a transaction since \"YYYY-MM-DD HH24:MI:SS'), ' (' || a.state || ')',"
"	coalesce(left(btrim(regexp_replace(a.query, '\\s+', ' ', 'g')), 200), '?')), a.pid"
" FROM pg_stat_activity a"
" WHERE a.pid <> pg_backend_pid() AND (a.pid = ANY ($1) OR a.pid IN (SELECT l.pid FROM pg_locks l"
"	WHERE NOT l.granted AND l.locktype = 'relation' AND l.relation = $2"
"	AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))"
" ORDER BY a.xact_start, a.pid";

/* A prepared transaction is found by its number; its locks have another key. */
static const char prepared[] =
"SELECT format('Prepared transaction \"%s\" (user %s) holds %s since %s.', p.gid, p.owner, l.mode,"
"	to_char(p.prepared, 'YYYY-MM-DD HH24:MI:SS')), format('ROLLBACK PREPARED %L', p.gid)"
" FROM pg_prepared_xacts p JOIN pg_locks x ON x.transactionid = p.transaction AND x.pid IS NULL"
" JOIN pg_locks l ON l.virtualtransaction = x.virtualtransaction AND l.pid IS NULL"
" WHERE p.database = current_database() AND l.locktype = 'relation' AND l.relation = $1"
" ORDER BY p.prepared";

static Oid
relation_of(const LOCKTAG *tag)
{
	return tag->locktag_type == LOCKTAG_RELATION || tag->locktag_type == LOCKTAG_TUPLE ||
		tag->locktag_type == LOCKTAG_RELATION_EXTEND ? tag->locktag_field2 : InvalidOid;
}

static MigRows *
find_sessions(const MigWait *wait)
{
	Datum		values[] = {
		mig_array_ints(mig_waits_holders(wait)), ObjectIdGetDatum(relation_of(&wait->tag))
	};
	MigArgs		args = {2, (Oid[]) {INT4ARRAYOID, OIDOID}, values, NULL};

	return mig_spi_query(sessions, &args);
}

static MigRows *
find_prepared(const MigWait *wait)
{
	Datum		values[] = {ObjectIdGetDatum(relation_of(&wait->tag))};
	MigArgs		args = {1, (Oid[]) {OIDOID}, values, NULL};

	return mig_spi_query(prepared, &args);
}

/* "public.t", or what else the lock is on. */
static const char *
name_of(const LOCKTAG *tag)
{
	Oid			relation = relation_of(tag);
	StringInfoData text;

	if (OidIsValid(relation) && tag->locktag_field1 == MyDatabaseId)
	{
		Datum		values[] = {ObjectIdGetDatum(relation)};
		MigArgs		args = {1, (Oid[]) {OIDOID}, values, NULL};

		return mig_cell(mig_spi_query("SELECT $1::regclass", &args), 0, 0);
	}
	initStringInfo(&text);
	DescribeLockTag(&text, tag);
	return text.data;
}

static void
append_lines(StringInfo text, const MigRows *rows)
{
	for (int row = 0; row < rows->nrows; row++)
		appendStringInfo(text, "\n%s", mig_cell(rows, row, 0));
}

static char *
hint_at(const MigRows *blockers, const MigRows *transactions)
{
	const char *remedy = NULL;

	if (blockers->nrows > 0)
		remedy = psprintf("SELECT pg_terminate_backend(%s)", mig_cell(blockers, 0, 1));
	else if (transactions->nrows > 0)
		remedy = mig_cell(transactions, 0, 1);
	if (remedy == NULL)
		return "Call again; what is done is not done again.";
	return psprintf("Wait, or end what is in the way with %s, and call again; what is done is not done again.", remedy);
}

void
mig_blockers_tell(ErrorData *error)
{
	MigWait		wait;
	MigRows    *blockers;
	MigRows    *transactions;
	StringInfoData text;

	if (error->sqlerrcode != ERRCODE_LOCK_NOT_AVAILABLE || !mig_waits_last(&wait))
		return;
	blockers = find_sessions(&wait);
	transactions = find_prepared(&wait);
	initStringInfo(&text);
	appendStringInfo(&text, "It waited for %s on %s.",
					 GetLockmodeName(wait.tag.locktag_lockmethodid, wait.mode), name_of(&wait.tag));
	append_lines(&text, blockers);
	append_lines(&text, transactions);
	if (blockers->nrows + transactions->nrows == 0)
		appendStringInfoString(&text, "\nNobody has it any more.");
	error->detail = text.data;
	error->hint = hint_at(blockers, transactions);
}
