/*
 * locks.c
 *	  Which locks a statement takes.
 *
 * What the server can be asked (AlterTableGetLockLevel) it is asked; the rest is
 * a table.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "commands/defrem.h"
#include "commands/tablecmds.h"

#include "base/text.h"
#include "lint/locks.h"

static void
take(MigLint *lint, MigTable *table, LOCKMODE mode)
{
	MigTaking  *taking = palloc(sizeof(MigTaking));

	taking->table = table;
	taking->mode = mode;
	taking->statement = lint->number;
	lint->taking = lappend(lint->taking, taking);
}

static void
take_named(MigLint *lint, const RangeVar *name, LOCKMODE mode)
{
	take(lint, mig_scene_find(lint->scene, name), mode);
}

/* The other table of a foreign key. */
static void
take_other(MigLint *lint, const MigConstraint *constraint, LOCKMODE mode)
{
	take(lint, mig_scene_lookup(lint->scene, constraint->schema, constraint->table), mode);
}

static void
take_referenced(MigLint *lint, const List *constraints)
{
	ListCell   *lc;

	foreach(lc, constraints)
	{
		const Constraint *constraint = lfirst_node(Constraint, lc);

		if (constraint->contype == CONSTR_FOREIGN)
			take_named(lint, constraint->pktable, ShareRowExclusiveLock);
	}
}

static void
drop_constraint(MigLint *lint, const AlterTableCmd *cmd)
{
	const MigConstraint *constraint = mig_table_constraint(lint->table, cmd->name);

	if (constraint != NULL && constraint->type == CONSTRAINT_FOREIGN)
		take_other(lint, constraint, AccessExclusiveLock);
}

/* The foreign keys that a column is in, on either side. */
static void
change_type(MigLint *lint, const AlterTableCmd *cmd)
{
	ListCell   *lc;

	foreach(lc, lint->table->constraints)
	{
		const MigConstraint *constraint = lfirst(lc);

		if (constraint->type == CONSTRAINT_FOREIGN && mig_text_among(constraint->columns, cmd->name))
			take_other(lint, constraint, AccessExclusiveLock);
	}
	foreach(lc, lint->table->incoming)
	{
		const MigConstraint *constraint = lfirst(lc);

		if (mig_text_among(constraint->others, cmd->name))
			take_other(lint, constraint, AccessExclusiveLock);
	}
}

static void
alter_action(MigLint *lint, const AlterTableCmd *cmd)
{
	switch (cmd->subtype)
	{
		case AT_AddColumn:
			take_referenced(lint, castNode(ColumnDef, cmd->def)->constraints);
			break;
		case AT_AddConstraint:
			take_referenced(lint, list_make1(cmd->def));
			break;
		case AT_DropConstraint:
			drop_constraint(lint, cmd);
			break;
		case AT_AlterColumnType:
			change_type(lint, cmd);
			break;
		case AT_AttachPartition:
		case AT_DetachPartition:
			take_named(lint, castNode(PartitionCmd, cmd->def)->name,
					   castNode(PartitionCmd, cmd->def)->concurrent ? ShareUpdateExclusiveLock : AccessExclusiveLock);
			break;
		default:
			break;
	}
}

static void
locks_alter(MigLint *lint, Node *stmt)
{
	AlterTableStmt *alter = castNode(AlterTableStmt, stmt);
	ListCell   *lc;

	take(lint, lint->table, AlterTableGetLockLevel(alter->cmds));
	foreach(lc, alter->cmds)
		alter_action(lint, lfirst_node(AlterTableCmd, lc));
}

static void
locks_create(MigLint *lint, Node *stmt)
{
	CreateStmt *create = castNode(CreateStmt, stmt);
	ListCell   *lc;

	foreach(lc, create->tableElts)
	{
		Node	   *element = lfirst(lc);

		if (IsA(element, Constraint))
			take_referenced(lint, list_make1(element));
		else if (IsA(element, ColumnDef))
			take_referenced(lint, ((ColumnDef *) element)->constraints);
	}
	foreach(lc, create->inhRelations)
		take_named(lint, lfirst_node(RangeVar, lc),
				   create->partbound != NULL ? AccessExclusiveLock : ShareUpdateExclusiveLock);
}

static void
drop_table(MigLint *lint, MigTable *table)
{
	ListCell   *lc;

	take(lint, table, AccessExclusiveLock);
	foreach(lc, table->constraints)
		if (((MigConstraint *) lfirst(lc))->type == CONSTRAINT_FOREIGN)
			take_other(lint, lfirst(lc), AccessExclusiveLock);
}

/* What is dropped at a table has the table's name before its own. */
static RangeVar *
table_of_object(Node *object)
{
	List	   *names = list_copy(castNode(List, object));

	return makeRangeVarFromNameList(list_delete_last(names));
}

static void
locks_drop(MigLint *lint, Node *stmt)
{
	DropStmt   *drop = castNode(DropStmt, stmt);
	LOCKMODE	mode = drop->concurrent ? ShareUpdateExclusiveLock : AccessExclusiveLock;
	ListCell   *lc;

	foreach(lc, drop->objects)
	{
		MigTable   *table;

		switch (drop->removeType)
		{
			case OBJECT_TABLE:
				drop_table(lint, mig_scene_find(lint->scene, makeRangeVarFromNameList(lfirst(lc))));
				break;
			case OBJECT_VIEW:
			case OBJECT_MATVIEW:
			case OBJECT_FOREIGN_TABLE:
				take_named(lint, makeRangeVarFromNameList(lfirst(lc)), mode);
				break;
			case OBJECT_INDEX:
				table = mig_scene_find(lint->scene, makeRangeVarFromNameList(lfirst(lc)));
				if (table->of != NULL)
					take(lint, table->of, mode);
				break;
			case OBJECT_TRIGGER:
			case OBJECT_RULE:
			case OBJECT_POLICY:
				take_named(lint, table_of_object(lfirst(lc)), mode);
				break;
			default:
				return;
		}
	}
}

static void
locks_truncate(MigLint *lint, Node *stmt)
{
	ListCell   *lc;

	foreach(lc, castNode(TruncateStmt, stmt)->relations)
		take_named(lint, lfirst_node(RangeVar, lc), AccessExclusiveLock);
}

static void
locks_lock(MigLint *lint, Node *stmt)
{
	ListCell   *lc;

	foreach(lc, castNode(LockStmt, stmt)->relations)
		take_named(lint, lfirst_node(RangeVar, lc), castNode(LockStmt, stmt)->mode);
}

static void
locks_index(MigLint *lint, Node *stmt)
{
	take(lint, lint->table, castNode(IndexStmt, stmt)->concurrent ? ShareUpdateExclusiveLock : ShareLock);
}

static void
locks_rename(MigLint *lint, Node *stmt)
{
	RenameStmt *rename = castNode(RenameStmt, stmt);

	if (lint->table != NULL)
		take(lint, lint->table,
			 rename->renameType == OBJECT_INDEX ? ShareUpdateExclusiveLock : AccessExclusiveLock);
}

static void
locks_refresh(MigLint *lint, Node *stmt)
{
	take(lint, lint->table, castNode(RefreshMatViewStmt, stmt)->concurrent ? ExclusiveLock : AccessExclusiveLock);
}

bool
mig_locks_option(const List *options, const char *name)
{
	ListCell   *lc;

	foreach(lc, options)
		if (strcmp(lfirst_node(DefElem, lc)->defname, name) == 0)
			return defGetBoolean(lfirst(lc));
	return false;
}

static void
locks_vacuum(MigLint *lint, Node *stmt)
{
	VacuumStmt *vacuum = castNode(VacuumStmt, stmt);
	LOCKMODE	mode = mig_locks_option(vacuum->options, "full") ? AccessExclusiveLock : ShareUpdateExclusiveLock;
	ListCell   *lc;

	foreach(lc, vacuum->rels)
		take_named(lint, lfirst_node(VacuumRelation, lc)->relation, mode);
}

static void
locks_reindex(MigLint *lint, Node *stmt)
{
	ReindexStmt *reindex = castNode(ReindexStmt, stmt);
	LOCKMODE	mode = mig_locks_option(reindex->params, "concurrently") ? ShareUpdateExclusiveLock : ShareLock;

	if (lint->table != NULL)
		take(lint, lint->table->of ? lint->table->of : lint->table, mode);
}

typedef struct Locker
{
	NodeTag		node;
	size_t		relation;		/* where its RangeVar * is; 0: it has none or several */
	LOCKMODE	mode;			/* that it takes on that */
	void		(*locks) (MigLint *lint, Node *stmt);	/* or says it itself */
} Locker;

static const Locker lockers[] = {
	{T_AlterTableStmt, offsetof(AlterTableStmt, relation), NoLock, locks_alter},
	{T_CreateStmt, offsetof(CreateStmt, relation), NoLock, locks_create},
	{T_IndexStmt, offsetof(IndexStmt, relation), NoLock, locks_index},
	{T_RenameStmt, offsetof(RenameStmt, relation), NoLock, locks_rename},
	{T_RefreshMatViewStmt, offsetof(RefreshMatViewStmt, relation), NoLock, locks_refresh},
	{T_ReindexStmt, offsetof(ReindexStmt, relation), NoLock, locks_reindex},
	{T_DropStmt, 0, NoLock, locks_drop},
	{T_TruncateStmt, 0, NoLock, locks_truncate},
	{T_LockStmt, 0, NoLock, locks_lock},
	{T_VacuumStmt, 0, NoLock, locks_vacuum},
	{T_AlterObjectSchemaStmt, offsetof(AlterObjectSchemaStmt, relation), AccessExclusiveLock},
	{T_ClusterStmt, offsetof(ClusterStmt, relation), AccessExclusiveLock},
	{T_RuleStmt, offsetof(RuleStmt, relation), AccessExclusiveLock},
	{T_CreatePolicyStmt, offsetof(CreatePolicyStmt, table), AccessExclusiveLock},
	{T_AlterPolicyStmt, offsetof(AlterPolicyStmt, table), AccessExclusiveLock},
	{T_CreateTrigStmt, offsetof(CreateTrigStmt, relation), ShareRowExclusiveLock},
	{T_InsertStmt, offsetof(InsertStmt, relation), RowExclusiveLock},
	{T_UpdateStmt, offsetof(UpdateStmt, relation), RowExclusiveLock},
	{T_DeleteStmt, offsetof(DeleteStmt, relation), RowExclusiveLock},
	{T_MergeStmt, offsetof(MergeStmt, relation), RowExclusiveLock},
	{T_CopyStmt, offsetof(CopyStmt, relation), RowExclusiveLock},
};

static const Locker *
locker_of(Node *stmt)
{
	for (int i = 0; i < lengthof(lockers); i++)
		if (lockers[i].node == nodeTag(stmt))
			return &lockers[i];
	return NULL;
}

const RangeVar *
mig_locks_subject(Node *stmt)
{
	const Locker *locker = locker_of(stmt);

	if (locker == NULL || locker->relation == 0)
		return NULL;
	return *(RangeVar **) ((char *) stmt + locker->relation);
}

List *
mig_locks_of(MigLint *lint)
{
	const Locker *locker = locker_of(lint->stmt);

	lint->taking = NIL;
	if (locker == NULL)
		return NIL;
	if (locker->locks != NULL)
		locker->locks(lint, lint->stmt);
	else if (lint->table != NULL)
		take(lint, lint->table, locker->mode);
	return lint->taking;
}

LOCKMODE
mig_locks_on(const List *takings, const MigTable *table)
{
	LOCKMODE	strongest = NoLock;
	ListCell   *lc;

	foreach(lc, takings)
	{
		const MigTaking *taking = lfirst(lc);

		if (taking->table == table && taking->mode > strongest)
			strongest = taking->mode;
	}
	return strongest;
}
