/*
 * classify.c
 *	  What kind of statement a parse tree is.
 *
 * One table says it for every node tag that matters.  The statements that
 * refuse a transaction block are those in which the server calls
 * PreventInTransactionBlock and whose parse tree shows it.  What only the
 * catalogs show (REINDEX and CLUSTER of a partitioned table, DROP SUBSCRIPTION
 * of one that has a slot) is left for the server to refuse.
 */
#include "postgres.h"

#include "commands/defrem.h"
#include "nodes/parsenodes.h"
#include "nodes/primnodes.h"

#include "base/classify.h"

typedef bool (*Test) (Node *stmt);

typedef struct Class
{
	NodeTag		tag;
	uint32		flags;			/* always */
	Test		test;			/* when true, ... */
	uint32		more;			/* ... these too */
} Class;

/* An option of a parenthesised list; wanted is what its absence means. */
static bool
option(List *options, const char *name, bool wanted)
{
	ListCell   *lc;

	foreach(lc, options)
	{
		DefElem    *def = lfirst_node(DefElem, lc);

		if (strcmp(def->defname, name) == 0)
			return defGetBoolean(def);
	}
	return wanted;
}

static bool
mentions(List *options, const char *name)
{
	ListCell   *lc;

	foreach(lc, options)
		if (strcmp(lfirst_node(DefElem, lc)->defname, name) == 0)
			return true;
	return false;
}

static bool
index_concurrently(Node *stmt)
{
	return castNode(IndexStmt, stmt)->concurrent;
}

static bool
drop_concurrently(Node *stmt)
{
	return castNode(DropStmt, stmt)->concurrent;
}

static bool
reindex_toplevel(Node *stmt)
{
	ReindexStmt *reindex = castNode(ReindexStmt, stmt);

	return reindex->relation == NULL || option(reindex->params, "concurrently", false);
}

static bool
cluster_everything(Node *stmt)
{
	return castNode(ClusterStmt, stmt)->relation == NULL;
}

static bool
vacuum_proper(Node *stmt)
{
	return castNode(VacuumStmt, stmt)->is_vacuumcmd;
}

static bool
detach_concurrently(Node *stmt)
{
	ListCell   *lc;

	foreach(lc, castNode(AlterTableStmt, stmt)->cmds)
	{
		AlterTableCmd *cmd = lfirst_node(AlterTableCmd, lc);

		if (cmd->subtype == AT_DetachPartition && castNode(PartitionCmd, cmd->def)->concurrent)
			return true;
	}
	return false;
}

static bool
database_moves(Node *stmt)
{
	return mentions(castNode(AlterDatabaseStmt, stmt)->options, "tablespace");
}

static bool
discard_all(Node *stmt)
{
	return castNode(DiscardStmt, stmt)->target == DISCARD_ALL;
}

static bool
subscription_slot(Node *stmt)
{
	List	   *options = castNode(CreateSubscriptionStmt, stmt)->options;

	return option(options, "create_slot", option(options, "connect", true));
}

static bool
subscription_refresh(Node *stmt)
{
	AlterSubscriptionStmt *alter = castNode(AlterSubscriptionStmt, stmt);

	switch (alter->kind)
	{
		case ALTER_SUBSCRIPTION_REFRESH:
			return true;
		case ALTER_SUBSCRIPTION_SET_PUBLICATION:
		case ALTER_SUBSCRIPTION_ADD_PUBLICATION:
		case ALTER_SUBSCRIPTION_DROP_PUBLICATION:
			return option(alter->options, "refresh", true);
		case ALTER_SUBSCRIPTION_OPTIONS:
			return mentions(alter->options, "failover") || mentions(alter->options, "two_phase");
		default:
			return false;
	}
}

static bool
copy_client(Node *stmt)
{
	return castNode(CopyStmt, stmt)->filename == NULL;
}

/* Ours that commit. */
static const char *const committing[] = {"backfill", "deploy", "rollback", "wait"};

static bool
call_commits(Node *stmt)
{
	List	   *name = castNode(CallStmt, stmt)->funccall->funcname;

	if (list_length(name) != 2 || strcmp(strVal(linitial(name)), "migrate") != 0)
		return false;
	for (int i = 0; i < lengthof(committing); i++)
		if (strcmp(strVal(lsecond(name)), committing[i]) == 0)
			return true;
	return false;
}

/* SET TRANSACTION, which has to be the first of its transaction. */
static bool
sets_transaction(Node *stmt)
{
	VariableSetStmt *set = castNode(VariableSetStmt, stmt);

	return set->kind == VAR_SET_MULTI && strncmp(set->name, "TRANSACTION", strlen("TRANSACTION")) == 0;
}

static const Class classes[] = {
	{T_TransactionStmt, MIG_STMT_TRANSACTION},
	{T_VariableSetStmt, 0, sets_transaction, MIG_STMT_TRANSACTION},
	{T_InsertStmt, MIG_STMT_DATA},
	{T_UpdateStmt, MIG_STMT_DATA},
	{T_DeleteStmt, MIG_STMT_DATA},
	{T_MergeStmt, MIG_STMT_DATA},
	{T_SelectStmt, MIG_STMT_DATA},
	{T_TruncateStmt, MIG_STMT_DATA},
	{T_DoStmt, MIG_STMT_DATA},
	{T_CallStmt, MIG_STMT_DATA, call_commits, MIG_STMT_TOPLEVEL},
	{T_ExecuteStmt, MIG_STMT_DATA},
	{T_ExplainStmt, MIG_STMT_DATA},
	{T_DeclareCursorStmt, MIG_STMT_DATA},
	{T_FetchStmt, MIG_STMT_DATA},
	{T_CreateTableAsStmt, MIG_STMT_DATA},
	{T_RefreshMatViewStmt, MIG_STMT_DATA},
	{T_CopyStmt, MIG_STMT_DATA, copy_client, MIG_STMT_COPY_CLIENT},
	{T_IndexStmt, 0, index_concurrently, MIG_STMT_TOPLEVEL},
	{T_DropStmt, 0, drop_concurrently, MIG_STMT_TOPLEVEL},
	{T_ReindexStmt, 0, reindex_toplevel, MIG_STMT_TOPLEVEL},
	{T_ClusterStmt, 0, cluster_everything, MIG_STMT_TOPLEVEL},
	{T_VacuumStmt, 0, vacuum_proper, MIG_STMT_TOPLEVEL},
	{T_AlterTableStmt, 0, detach_concurrently, MIG_STMT_TOPLEVEL},
	{T_AlterDatabaseStmt, 0, database_moves, MIG_STMT_TOPLEVEL},
	{T_DiscardStmt, 0, discard_all, MIG_STMT_TOPLEVEL},
	{T_CreateSubscriptionStmt, 0, subscription_slot, MIG_STMT_TOPLEVEL},
	{T_AlterSubscriptionStmt, 0, subscription_refresh, MIG_STMT_TOPLEVEL},
	{T_CreatedbStmt, MIG_STMT_TOPLEVEL},
	{T_DropdbStmt, MIG_STMT_TOPLEVEL},
	{T_CreateTableSpaceStmt, MIG_STMT_TOPLEVEL},
	{T_DropTableSpaceStmt, MIG_STMT_TOPLEVEL},
	{T_AlterSystemStmt, MIG_STMT_TOPLEVEL},
};

uint32
mig_classify_statement(Node *stmt)
{
	for (int i = 0; i < lengthof(classes); i++)
	{
		const Class *class = &classes[i];

		if (class->tag != nodeTag(stmt))
			continue;
		if (class->test != NULL && class->test(stmt))
			return class->flags | class->more;
		return class->flags;
	}
	return 0;
}

static bool
makes_index(Constraint *constraint)
{
	return constraint->contype == CONSTR_PRIMARY || constraint->contype == CONSTR_UNIQUE ||
		constraint->contype == CONSTR_EXCLUSION;
}

/* What a table takes: itself, its type, its toast table and that one's index. */
#define TABLE_LOCKS 4

/* What a constraint with an index takes: the index, and itself. */
#define INDEX_CONSTRAINT_LOCKS 2

/* What a table takes that goes: its array type and a primary key, too. */
#define DROPPED_TABLE_LOCKS 6

/* The sequence and the indexes that a column's definition brings. */
static int
column_locks(ColumnDef *column)
{
	int			locks = 0;
	ListCell   *lc;

	if (column->typeName != NULL && list_length(column->typeName->names) == 1 &&
		strstr(strVal(linitial(column->typeName->names)), "serial") != NULL)
		locks++;
	foreach(lc, column->constraints)
	{
		Constraint *constraint = lfirst_node(Constraint, lc);

		if (makes_index(constraint))
			locks += INDEX_CONSTRAINT_LOCKS;
		else if (constraint->contype == CONSTR_IDENTITY)
			locks++;
	}
	return locks;
}

static int
create_table_locks(CreateStmt *create)
{
	int			locks = TABLE_LOCKS;
	ListCell   *lc;

	foreach(lc, create->tableElts)
	{
		Node	   *element = lfirst(lc);

		if (IsA(element, ColumnDef))
			locks += column_locks((ColumnDef *) element);
		else if (IsA(element, Constraint) && makes_index((Constraint *) element))
			locks += INDEX_CONSTRAINT_LOCKS;
	}
	return locks;
}

static int
alter_table_locks(AlterTableStmt *alter)
{
	int			locks = 0;
	ListCell   *lc;

	foreach(lc, alter->cmds)
	{
		AlterTableCmd *cmd = lfirst_node(AlterTableCmd, lc);

		if (cmd->subtype == AT_AddColumn)
			locks += column_locks((ColumnDef *) cmd->def);
		else if (cmd->subtype == AT_AddConstraint && makes_index((Constraint *) cmd->def))
			locks += INDEX_CONSTRAINT_LOCKS;
	}
	return locks;
}

int
mig_classify_locks(Node *stmt)
{
	if (IsA(stmt, CreateStmt))
		return create_table_locks((CreateStmt *) stmt);
	if (IsA(stmt, AlterTableStmt))
		return alter_table_locks((AlterTableStmt *) stmt);
	if (IsA(stmt, CreateTableAsStmt))
		return TABLE_LOCKS;
	if (IsA(stmt, DropStmt))
		return list_length(((DropStmt *) stmt)->objects) *
			(((DropStmt *) stmt)->removeType == OBJECT_TABLE ? DROPPED_TABLE_LOCKS : 1);
	if (IsA(stmt, IndexStmt) || IsA(stmt, ViewStmt) || IsA(stmt, CreateSeqStmt))
		return 1;
	return 0;
}
