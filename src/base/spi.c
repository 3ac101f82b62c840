/*
 * spi.c
 *	  Queries over catalogs and over our own tables; the only caller of SPI.
 */
#include "postgres.h"

#include "access/xact.h"
#include "executor/spi.h"
#include "nodes/params.h"
#include "utils/guc.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "base/spi.h"

/* A plan kept for the session, found by the address of its constant text. */
typedef struct KeptPlan
{
	const char *sql;			/* hash key */
	SPIPlanPtr	plan;
} KeptPlan;

static HTAB *kept_plans = NULL;

static SPIPlanPtr
prepare(const char *sql, const MigArgs *args)
{
	SPIPlanPtr	plan;

	plan = SPI_prepare(sql, args ? args->n : 0,
					   args ? unconstify(Oid *, args->types) : NULL);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed: %s",
			 SPI_result_code_string(SPI_result));
	return plan;
}

static SPIPlanPtr
kept_plan(const char *sql, const MigArgs *args)
{
	KeptPlan   *entry;

	if (kept_plans == NULL)
	{
		HASHCTL		ctl = {.keysize = sizeof(const char *),.entrysize = sizeof(KeptPlan)};

		kept_plans = hash_create("migrate plans", 32, &ctl, HASH_ELEM | HASH_BLOBS);
	}

	entry = hash_search(kept_plans, &sql, HASH_FIND, NULL);
	if (entry == NULL)
	{
		SPIPlanPtr	plan = prepare(sql, args);

		SPI_keepplan(plan);
		entry = hash_search(kept_plans, &sql, HASH_ENTER, NULL);
		entry->plan = plan;
	}
	return entry->plan;
}

/* The result of the last statement, copied into cxt as text. */
static MigRows *
copy_rows(MemoryContext cxt)
{
	MemoryContext old = MemoryContextSwitchTo(cxt);
	SPITupleTable *table = SPI_tuptable;
	MigRows    *rows = palloc0(sizeof(MigRows));
	TupleDesc	desc;
	FmgrInfo   *output;

	rows->nrows = (int) SPI_processed;
	if (table == NULL)
	{
		MemoryContextSwitchTo(old);
		return rows;
	}

	desc = table->tupdesc;
	rows->ncols = desc->natts;
	rows->cells = MemoryContextAllocHuge(cxt, Max(1, (Size) rows->nrows * rows->ncols) *
										 sizeof(char *));
	output = palloc(sizeof(FmgrInfo) * desc->natts);
	for (int col = 0; col < desc->natts; col++)
	{
		Oid			func;
		bool		varlena;

		getTypeOutputInfo(TupleDescAttr(desc, col)->atttypid, &func, &varlena);
		fmgr_info(func, &output[col]);
	}

	for (int row = 0; row < rows->nrows; row++)
		for (int col = 0; col < desc->natts; col++)
		{
			bool		isnull;
			Datum		value = SPI_getbinval(table->vals[row], desc, col + 1, &isnull);

			rows->cells[row * rows->ncols + col] = isnull ? NULL : OutputFunctionCall(&output[col], value);
		}

	MemoryContextSwitchTo(old);
	return rows;
}

/*
 * Opens a level of settings that holds nothing but search_path.  AtEOXact_GUC
 * closes it, or the end of the (sub)transaction when an error passes through.
 */
static int
pin_search_path(void)
{
	int			nest = NewGUCNestLevel();

	(void) set_config_option("search_path", "pg_catalog, pg_temp",
							 PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	return nest;
}

/*
 * One statement under the pinned search_path.  kept: keep its plan; latest:
 * read with the newest snapshot, whatever the isolation level.
 */
static MigRows *
query(const char *sql, const MigArgs *args, bool kept, bool latest)
{
	MemoryContext cxt = CurrentMemoryContext;
	MigRows    *rows;
	SPIPlanPtr	plan;
	int			result;
	int			nest = pin_search_path();

	SPI_connect();
	plan = kept ? kept_plan(sql, args) : prepare(sql, args);
	result = SPI_execute_snapshot(plan,
								  args ? unconstify(Datum *, args->values) : NULL,
								  args ? args->nulls : NULL,
								  latest ? GetLatestSnapshot() : InvalidSnapshot,
								  InvalidSnapshot, latest, true, 0);
	if (result < 0)
		elog(ERROR, "SPI_execute_snapshot failed: %s", SPI_result_code_string(result));
	rows = copy_rows(cxt);
	SPI_finish();

	AtEOXact_GUC(true, nest);
	return rows;
}

MigRows *
mig_spi_query(const char *sql, const MigArgs *args)
{
	return query(sql, args, true, false);
}

MigRows *
mig_spi_query_latest(const char *sql, const MigArgs *args)
{
	return query(sql, args, true, true);
}

MigRows *
mig_spi_query_once(const char *sql, const MigArgs *args)
{
	return query(sql, args, false, false);
}

/* A receiver that hands each row on. */
typedef struct EachReceiver
{
	DestReceiver pub;
	void		(*row) (TupleTableSlot *slot, void *arg);
	void	   *arg;
	MemoryContext cxt;
} EachReceiver;

static bool
each_receive(TupleTableSlot *slot, DestReceiver *self)
{
	EachReceiver *each = (EachReceiver *) self;
	MemoryContext old = MemoryContextSwitchTo(each->cxt);

	slot_getallattrs(slot);
	each->row(slot, each->arg);
	MemoryContextSwitchTo(old);
	return true;
}

static void
each_startup(DestReceiver *self, int operation, TupleDesc desc)
{
}

static void
each_end(DestReceiver *self)
{
}

void
mig_spi_each(const char *sql, const MigArgs *args,
			 void (*row) (TupleTableSlot *slot, void *arg), void *arg)
{
	EachReceiver receiver = {
		.pub = {each_receive, each_startup, each_end, each_end, DestNone},
		.row = row,
		.arg = arg,
		.cxt = CurrentMemoryContext,
	};
	SPIExecuteOptions options = {.dest = &receiver.pub};
	int			nest = pin_search_path();
	SPIPlanPtr	plan;
	int			result;

	SPI_connect();
	plan = kept_plan(sql, args);
	if (args != NULL)
	{
		options.params = makeParamList(args->n);
		for (int i = 0; i < args->n; i++)
		{
			ParamExternData *param = &options.params->params[i];

			param->value = args->values[i];
			param->isnull = args->nulls != NULL && args->nulls[i] == 'n';
			param->pflags = PARAM_FLAG_CONST;
			param->ptype = args->types[i];
		}
	}
	result = SPI_execute_plan_extended(plan, &options);
	if (result < 0)
		elog(ERROR, "SPI_execute_plan_extended failed: %s", SPI_result_code_string(result));
	SPI_finish();
	AtEOXact_GUC(true, nest);
}

bool
mig_spi_in_procedure(void)
{
	return SPI_inside_nonatomic_context();
}

/* The server gives the second and later transactions of a procedure the time of now. */
void
mig_spi_start_transaction(void)
{
	SPI_connect_ext(SPI_OPT_NONATOMIC);
	StartTransactionCommand();
	SPI_finish();
}
