/*
 * bounds.c
 *	  Whether a table's checks spare reading its rows when it becomes a partition,
 *	  or when another one does.
 */
#include "postgres.h"

#include "access/relation.h"
#include "catalog/partition.h"
#include "catalog/pg_constraint.h"
#include "commands/tablecmds.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_node.h"
#include "parser/parse_utilcmd.h"
#include "partitioning/partbounds.h"
#include "storage/lmgr.h"
#include "utils/memutils.h"
#include "utils/partcache.h"
#include "utils/ruleutils.h"

#include "lint/bounds.h"
#include "lint/judge.h"

typedef struct Bounding
{
	const MigTable *parent;
	const MigTable *table;
	const PartitionBoundSpec *bound;
	bool		inside;			/* else it is the default partition that stays outside */
	MemoryContext cxt;			/* of the answer */
	bool		answer;
	const char *check;
} Bounding;

/* What the rows of the table would have to fulfil, as its own expressions. */
static List *
bound_constraint(const Bounding *question, Relation parent, Relation table)
{
	ParseState *pstate = make_parsestate(NULL);
	PartitionBoundSpec *spec = transformPartitionBound(pstate, parent, copyObject(unconstify(PartitionBoundSpec *, question->bound)));
	List	   *quals = get_qual_from_partbound(parent, spec);

	if (question->inside)
		quals = list_concat_copy(quals, RelationGetPartitionQual(parent));
	else
		quals = get_proposed_default_constraint(quals);
	quals = make_ands_implicit(canonicalize_qual((Expr *) eval_const_expressions(NULL, (Node *) make_ands_explicit(quals)), true));
	return map_partition_varattnos(quals, 1, table, parent);
}

static void
ask_bounds(void *arg)
{
	Bounding   *question = arg;
	Relation	parent;
	Relation	table;
	List	   *quals;

	if (!ConditionalLockRelationOid(question->parent->oid, AccessShareLock) ||
		!ConditionalLockRelationOid(question->table->oid, AccessShareLock))
		return;
	parent = relation_open(question->parent->oid, NoLock);
	table = relation_open(question->table->oid, NoLock);
	quals = bound_constraint(question, parent, table);
	question->answer = PartConstraintImpliedByRelConstraint(table, quals);
	question->check = MemoryContextStrdup(question->cxt, deparse_expression((Node *) make_ands_explicit(quals),
																			deparse_context_for(question->table->name, question->table->oid), false, false));
	relation_close(table, NoLock);
	relation_close(parent, NoLock);
}

/* A check that the server cannot be asked about yet. */
static bool
has_new_check(const MigTable *table)
{
	ListCell   *lc;

	foreach(lc, table->constraints)
	{
		const MigConstraint *constraint = lfirst(lc);

		if (constraint->type == CONSTRAINT_CHECK && constraint->valid && constraint->fresh)
			return true;
	}
	return false;
}

bool
mig_bounds_hold(const MigTable *parent, const MigTable *table, const PartitionBoundSpec *bound, bool inside,
				const char **check)
{
	Bounding	question = {parent, table, bound, inside, CurrentMemoryContext};
	bool		answered;

	if (has_new_check(table) || !OidIsValid(parent->oid) || !OidIsValid(table->oid))
		return true;
	answered = mig_judge_ask(ask_bounds, &question);
	if (check != NULL)
		*check = question.check;
	return answered && question.answer;
}
