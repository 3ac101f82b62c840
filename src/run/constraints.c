/*
 * constraints.c
 *	  Deferred constraints between two revisions.
 *
 * A revision must not fail for what an earlier one did, nor meet "pending
 * trigger events" when it alters a table that an earlier one filled.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "nodes/makefuncs.h"
#include "nodes/parsenodes.h"

#include "base/spi.h"
#include "run/constraints.h"

/* Every deferrable constraint, whose triggers may be on either table. */
static const char deferrable[] =
"SELECT c.conrelid, c.confrelid, n.nspname, c.conname, c.condeferred"
"  FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace"
" WHERE c.condeferrable";

static bool
is_pending(const char *relation)
{
	Oid			oid = strtoul(relation, NULL, 10);

	return OidIsValid(oid) && AfterTriggerPendingOnRel(oid);
}

static void
set_constraints(List *names, bool deferred)
{
	ConstraintsSetStmt *stmt = makeNode(ConstraintsSetStmt);

	if (names == NIL)
		return;
	stmt->constraints = names;
	stmt->deferred = deferred;
	AfterTriggerSetState(stmt);
}

void
mig_constraints_settle(void)
{
	MigRows    *rows = mig_spi_query(deferrable, NULL);
	List	   *pending = NIL;
	List	   *deferred = NIL;

	for (int row = 0; row < rows->nrows; row++)
	{
		RangeVar   *name;

		if (!is_pending(mig_cell(rows, row, 0)) && !is_pending(mig_cell(rows, row, 1)))
			continue;
		name = makeRangeVar(mig_cell(rows, row, 2), mig_cell(rows, row, 3), -1);
		pending = lappend(pending, name);
		if (strcmp(mig_cell(rows, row, 4), "t") == 0)
			deferred = lappend(deferred, name);
	}
	set_constraints(pending, false);
	set_constraints(deferred, true);
}
