/*
 * look.c
 *	  The doors to looking: current, history, heads, branches, resolve.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "base/array.h"
#include "base/spi.h"
#include "history/journal.h"
#include "history/range.h"
#include "history/revision.h"
#include "history/show.h"
#include "history/target.h"

PG_FUNCTION_INFO_V1(migrate_current);
PG_FUNCTION_INFO_V1(migrate_history);
PG_FUNCTION_INFO_V1(migrate_heads);
PG_FUNCTION_INFO_V1(migrate_branches);
PG_FUNCTION_INFO_V1(migrate_resolve);

/* What is needed to turn a row of the store into a row of the result. */
typedef struct Listing
{
	ReturnSetInfo *result;
	const MigGraph *graph;
	const bool *marks;
	const bool *applied;
	List	  **labels;			/* by number: the labels it shows */
} Listing;

/* The columns of migrate.history. */
enum HistoryColumn
{
	HISTORY_REVISION,
	HISTORY_DOWN_REVISION,
	HISTORY_DEPENDS_ON,
	HISTORY_BRANCH_LABEL,
	HISTORY_MESSAGE,
	HISTORY_IS_HEAD,
	HISTORY_IS_CURRENT,
	HISTORY_IS_BRANCHPOINT,
	HISTORY_IS_MERGEPOINT,
	HISTORY_IS_APPLIED,
	HISTORY_CREATED_AT,
	HISTORY_CREATED_BY,
	HISTORY_APPLIED_AT,
	HISTORY_COLUMNS
};

static void
put_row(ReturnSetInfo *result, Datum *values, bool *nulls)
{
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static Datum
parents_array(const MigGraph *graph, const MigRevision *rev)
{
	List	   *parents = NIL;

	for (int k = 0; k < rev->ndown; k++)
		parents = lappend(parents, unconstify(char *, mig_history_id(graph, rev->parents[k])));
	return mig_array_list(parents);
}

/* A row of the query in put_history: number, created_at, created_by, applied_at. */
static void
put_history_row(TupleTableSlot *slot, void *arg)
{
	const Listing *list = arg;
	bool		nulls[HISTORY_COLUMNS] = {false};
	bool		isnull;
	int			n = DatumGetInt32(slot_getattr(slot, 1, &isnull));
	const MigRevision *rev = list->graph->revs[n];
	Datum		values[HISTORY_COLUMNS] = {
		[HISTORY_REVISION] = CStringGetTextDatum(rev->id),
		[HISTORY_DOWN_REVISION] = parents_array(list->graph, rev),
		[HISTORY_DEPENDS_ON] = mig_array_list(rev->depends_on),
		[HISTORY_BRANCH_LABEL] = mig_array_list(list->labels[n]),
		[HISTORY_MESSAGE] = CStringGetTextDatum(rev->message),
		[HISTORY_IS_HEAD] = BoolGetDatum(rev->nchildren == 0),
		[HISTORY_IS_CURRENT] = BoolGetDatum(list->marks[n]),
		[HISTORY_IS_BRANCHPOINT] = BoolGetDatum(rev->nchildren > 1),
		[HISTORY_IS_MERGEPOINT] = BoolGetDatum(rev->ndown > 1),
		[HISTORY_IS_APPLIED] = BoolGetDatum(list->applied[n]),
		[HISTORY_CREATED_AT] = slot_getattr(slot, 2, &nulls[HISTORY_CREATED_AT]),
		[HISTORY_CREATED_BY] = slot_getattr(slot, 3, &nulls[HISTORY_CREATED_BY]),
		[HISTORY_APPLIED_AT] = slot_getattr(slot, 4, &nulls[HISTORY_APPLIED_AT]),
	};

	put_row(list->result, values, nulls);
}

/* Makes revs, numbers in stand's graph, the result, in this order. */
static Datum
put_history(FunctionCallInfo fcinfo, const MigStand *stand, List *revs)
{
	Listing		list = {
		.graph = stand->graph,
		.marks = mig_history_set(stand->graph, stand->marks),
		.applied = mig_history_applied(stand->graph, stand->marks),
		.labels = mig_history_labels(stand->graph),
	};
	Datum		values[] = {
		mig_array_ints(revs), mig_history_ids(stand->graph, revs), CStringGetTextDatum(MIG_DATABASE)
	};
	MigArgs		args = {3, (Oid[]) {INT4ARRAYOID, TEXTARRAYOID, TEXTOID}, values, NULL};

	InitMaterializedSRF(fcinfo, 0);
	list.result = (ReturnSetInfo *) fcinfo->resultinfo;
	mig_spi_each("SELECT u.rev, r.created_at, r.created_by, a.applied_at"
				 " FROM unnest($1, $2) WITH ORDINALITY u(rev, id, n)"
				 " LEFT JOIN migrate.revisions r ON r.revision = u.id"
				 " LEFT JOIN migrate.applied a ON a.tenant = $3 AND a.revision = u.id"
				 " ORDER BY u.n", &args, put_history_row, &list);
	return (Datum) 0;
}

Datum
migrate_history(PG_FUNCTION_ARGS)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	char	   *range = PG_ARGISNULL(0) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(0));

	return put_history(fcinfo, &stand, mig_history_range(stand.graph, stand.marks, range));
}

Datum
migrate_heads(PG_FUNCTION_ARGS)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	List	   *heads = mig_history_heads(stand.graph, false);

	list_sort(heads, mig_history_newest_first);
	return put_history(fcinfo, &stand, heads);
}

Datum
migrate_branches(PG_FUNCTION_ARGS)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	List	   *branches = NIL;

	for (int i = stand.graph->n - 1; i >= 0; i--)
		if (stand.graph->revs[i]->nchildren > 1)
			branches = lappend_int(branches, i);
	return put_history(fcinfo, &stand, branches);
}

/* A row of migrate.current from one of marks, applied_at and applied_by. */
static void
put_current_row(TupleTableSlot *slot, void *arg)
{
	const Listing *list = arg;
	bool		nulls[5] = {false};
	Datum		values[5];
	int			rev;

	values[0] = slot_getattr(slot, 1, &nulls[0]);
	values[3] = slot_getattr(slot, 2, &nulls[3]);
	values[4] = slot_getattr(slot, 3, &nulls[4]);
	rev = mig_history_lookup(list->graph, TextDatumGetCString(values[0]));
	nulls[1] = nulls[2] = rev < 0;
	if (rev >= 0)
	{
		values[1] = CStringGetTextDatum(list->graph->revs[rev]->message);
		values[2] = BoolGetDatum(list->graph->revs[rev]->nchildren == 0);
	}
	put_row(list->result, values, nulls);
}

Datum
migrate_current(PG_FUNCTION_ARGS)
{
	Listing		list = {.graph = mig_history_graph()};
	Datum		values[] = {CStringGetTextDatum(MIG_DATABASE)};
	MigArgs		args = {1, (Oid[]) {TEXTOID}, values, NULL};

	InitMaterializedSRF(fcinfo, 0);
	list.result = (ReturnSetInfo *) fcinfo->resultinfo;
	mig_spi_each("SELECT m.revision, a.applied_at, a.applied_by FROM migrate.marks m"
				 " LEFT JOIN migrate.applied a ON a.tenant = m.tenant AND a.revision = m.revision"
				 " WHERE m.tenant = $1 ORDER BY m.revision", &args, put_current_row, &list);
	return (Datum) 0;
}

Datum
migrate_resolve(PG_FUNCTION_ARGS)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	List	   *revs = mig_history_any_target(stand.graph, stand.marks,
											  text_to_cstring(PG_GETARG_TEXT_PP(0)), false);

	PG_RETURN_DATUM(mig_history_ids(stand.graph, revs));
}
