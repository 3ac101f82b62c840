/*
 * preflight.c
 *	  What stands in the way of a deployment already, or will.
 *
 * Each thing to look for is a query of message, detail and hint.
 */
#include "postgres.h"

#include "catalog/index.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/exec.h"
#include "base/settings.h"
#include "base/spi.h"
#include "base/touched.h"
#include "run/leg.h"
#include "run/preflight.h"

/* Transactions are long from here on, in milliseconds, with no lock_timeout. */
#define LONG_TRANSACTION 5000

typedef struct Finding
{
	int			level;
	const char *sql;			/* $1 oid[]: the relations that are touched;
								 * $2: is an index built concurrently, ...;
								 * $3: milliseconds of a long transaction */
} Finding;

#define LOCKS_OF(join) \
	" (SELECT string_agg(format('%s (%s)', l.relation::regclass, l.mode), ', ' ORDER BY l.relation::regclass::text, l.mode)" \
	"	FROM pg_locks l WHERE " join " AND l.granted AND l.locktype = 'relation' AND l.relation = ANY ($1)" \
	"	AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS locks"

static const Finding findings[] = {
	{WARNING,
		"SELECT format('process %s has been in a transaction for %s', a.pid, date_trunc('second', a.age)),"
		" format('User %s, application \"%s\", %s: %s%s', a.usename, a.application_name, a.state,"
		"	left(btrim(regexp_replace(a.query, '\\s+', ' ', 'g')), 200),"
		"	E'\\nIt holds locks: ' || a.locks),"
		" format('A step will wait for it. SELECT pg_terminate_backend(%s) ends it.', a.pid)"
		" FROM (SELECT a.*, clock_timestamp() - a.xact_start AS age," LOCKS_OF("l.pid = a.pid")
		"	FROM pg_stat_activity a"
		"	WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.backend_type <> 'autovacuum worker') a"
		" WHERE a.age > $3 * interval '1 ms' AND (a.locks IS NOT NULL OR $2 AND a.backend_xmin IS NOT NULL)"
	" ORDER BY a.xact_start LIMIT 5"},
	{WARNING,
		"SELECT format('transaction \"%s\" has been prepared for %s', p.gid, date_trunc('second', p.age)),"
		" format('User %s.%s', p.owner, E'\\nIt holds locks: ' || p.locks),"
		" format('A step will wait for it. COMMIT PREPARED %1$L or ROLLBACK PREPARED %1$L ends it.', p.gid)"
		" FROM (SELECT p.*, clock_timestamp() - p.prepared AS age,"
		LOCKS_OF("l.pid IS NULL AND l.virtualtransaction = (SELECT x.virtualtransaction FROM pg_locks x"
				 "	WHERE x.pid IS NULL AND x.transactionid = p.transaction)")
		"	FROM pg_prepared_xacts p WHERE p.database = current_database()) p"
		" WHERE p.locks IS NOT NULL OR $2 AND p.age > $3 * interval '1 ms'"
	" ORDER BY p.prepared LIMIT 5"},
	{WARNING,
		"SELECT format('replication slot \"%s\" holds back %s of WAL', s.slot_name, pg_size_pretty(s.lag)),"
		" format('It is %s.', CASE WHEN s.active THEN 'active' ELSE 'not active' END),"
		" 'Whatever rewrites a table, builds an index or changes many rows adds to that.'"
		" FROM (SELECT s.*, pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn) AS lag FROM pg_replication_slots s) s"
		" WHERE s.wal_status IN ('extended', 'unreserved') OR"
		"	NOT s.active AND s.wal_status = 'reserved' AND s.lag > pg_size_bytes(current_setting('wal_segment_size'))"
	" ORDER BY s.lag DESC LIMIT 5"},
	{WARNING,
		"SELECT format('a vacuum to prevent wraparound works on %s', l.relation::regclass),"
		" format('Process %s began %s ago.', a.pid, date_trunc('second', clock_timestamp() - a.xact_start)),"
		" 'It does not yield to those who ask for a lock. Wait until it has finished.'"
		" FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
		" WHERE l.locktype = 'relation' AND l.relation = ANY ($1) AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'"
		"	AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
	"	AND a.query LIKE 'autovacuum:%(to prevent wraparound)'"},
	{NOTICE,
		"SELECT format('a vacuum to prevent wraparound is due on %s', c.oid::regclass),"
		" format('Its oldest transaction is %s transactions old.', age(c.relfrozenxid)),"
		" format('It may begin at any time and does not yield to those who ask for a lock: VACUUM (FREEZE) %s does it now.',"
		"	c.oid::regclass)"
		" FROM pg_class c WHERE c.oid = ANY ($1) AND c.relkind IN ('r', 'm')"
	"	AND age(c.relfrozenxid) > current_setting('autovacuum_freeze_max_age')::int"},
	{WARNING,
		"SELECT format('transaction_timeout is %s', current_setting('transaction_timeout')),"
		" 'It ends the session when a transaction takes longer, also in the middle of an index that is being built.',"
		" 'SET transaction_timeout = 0; migrate.lock_timeout and migrate.statement_timeout are limits that end in an error.'"
	" WHERE current_setting('transaction_timeout', true) <> '0'"},
	{NOTICE,
		"SELECT format('statement_timeout is %s', current_setting('statement_timeout')),"
		" 'It ends an index that is being built, for one, when that takes longer.',"
		" 'SET migrate.statement_timeout to what a statement of a deployment may take.'"
	" WHERE $2 AND current_setting('statement_timeout') <> '0' AND current_setting('migrate.statement_timeout') = '0'"},
	{NOTICE,
		"SELECT 'published tables are altered',"
		" string_agg(format('%s (%s)', t.relation, t.publications), ', ' ORDER BY t.relation),"
		" 'DDL is not replicated. What adds runs on the subscribers first, and then here; what takes away, the other way round.'"
		" FROM (SELECT c.oid::regclass::text AS relation, (SELECT string_agg(quote_ident(p.pubname), ', ' ORDER BY p.pubname)"
		"	FROM pg_publication p WHERE p.puballtables OR EXISTS (SELECT FROM pg_publication_rel r WHERE r.prpubid = p.oid"
		"		AND (r.prrelid = c.oid OR r.prrelid IN (SELECT a.relid FROM pg_partition_ancestors(c.oid) a)))"
		"	OR EXISTS (SELECT FROM pg_publication_namespace n WHERE n.pnpubid = p.oid AND n.pnnspid = c.relnamespace)) AS publications"
		"	FROM pg_class c WHERE c.oid = ANY ($1) AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p') t"
	" WHERE t.publications IS NOT NULL HAVING count(*) > 0"},
};

/* By name alone: rights are the script's own business.  0: nothing has it. */
static Oid
find_relation(const RangeVar *name)
{
	Oid			relation;

	if (name->catalogname != NULL)
		return InvalidOid;
	relation = name->schemaname ? get_relname_relid(name->relname, get_namespace_oid(name->schemaname, true))
		: RelnameGetRelid(name->relname);
	if (OidIsValid(relation) && get_rel_relkind(relation) == RELKIND_INDEX)
		relation = IndexGetRelation(relation, true);
	return relation;
}

/* scratch is for the parse tree; reset here. */
static List *
add_touched(List *relations, const MigCut *cut, const MigStmt *stmt, MemoryContext scratch)
{
	MemoryContext old = MemoryContextSwitchTo(scratch);
	List	   *names = NIL;
	ListCell   *lc;

	if (!(stmt->flags & MIG_STMT_DATA) || stmt->node == T_TruncateStmt)
		names = mig_touched_relations(mig_script_parse(mig_script_text(cut, stmt))->stmt);
	MemoryContextSwitchTo(old);
	foreach(lc, names)
	{
		Oid			relation = find_relation(lfirst(lc));

		if (OidIsValid(relation))
			relations = list_append_unique_oid(relations, relation);
	}
	MemoryContextReset(scratch);
	return relations;
}

static Datum
oid_array(const List *oids)
{
	Datum	   *values = palloc(Max(list_length(oids), 1) * sizeof(Datum));
	ListCell   *lc;

	foreach(lc, oids)
		values[foreach_current_index(lc)] = ObjectIdGetDatum(lfirst_oid(lc));
	return PointerGetDatum(construct_array(values, list_length(oids), OIDOID, sizeof(Oid), true, TYPALIGN_INT));
}

static void
tell(const Finding *finding, const MigArgs *args)
{
	MigRows    *rows = mig_spi_query(finding->sql, args);

	for (int row = 0; row < rows->nrows; row++)
		ereport(finding->level,
				(errmsg("%s", mig_cell(rows, row, 0)),
				 errdetail("%s", mig_cell(rows, row, 1)),
				 errhint("%s", mig_cell(rows, row, 2))));
}

void
mig_preflight_tell(const List *legs)
{
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "migrate statement",
												  ALLOCSET_DEFAULT_SIZES);
	List	   *relations = NIL;
	bool		concurrently = false;
	Datum		values[3];
	MigArgs		args = {3, (Oid[]) {OIDARRAYOID, BOOLOID, INT4OID}, values, NULL};
	ListCell   *lc;

	foreach(lc, legs)
	{
		const MigCut *cut = ((MigLeg *) lfirst(lc))->cut;

		for (int i = 0; cut != NULL && i < cut->nstmts; i++)
		{
			concurrently |= (cut->stmts[i].flags & MIG_STMT_TOPLEVEL) != 0;
			relations = add_touched(relations, cut, &cut->stmts[i], scratch);
		}
	}
	MemoryContextDelete(scratch);
	values[0] = oid_array(relations);
	values[1] = BoolGetDatum(concurrently);
	values[2] = Int32GetDatum(mig_lock_timeout > 0 ? mig_lock_timeout : LONG_TRANSACTION);
	for (int i = 0; i < lengthof(findings); i++)
		tell(&findings[i], &args);
}
