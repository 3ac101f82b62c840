/*
 * alter.c
 *	  What ALTER TABLE would change of the scene.
 */
#include "postgres.h"

#include "catalog/pg_class.h"

#include "base/text.h"
#include "lint/alter.h"
#include "lint/define.h"
#include "lint/judge.h"

static void
add_column(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	mig_define_column(scene, table, castNode(ColumnDef, cmd->def));
}

static void
add_constraint(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	mig_define_constraint(scene, table, castNode(Constraint, cmd->def), NULL);
}

/* What is on a column falls with it. */
static void
drop_column(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	MigColumn  *column = mig_table_column(table, cmd->name);
	ListCell   *lc;

	if (column != NULL)
		table->columns = list_delete_ptr(table->columns, column);
	foreach(lc, table->indexes)
		if (mig_text_among(((MigIndex *) lfirst(lc))->columns, cmd->name))
			table->indexes = foreach_delete_current(table->indexes, lc);
	foreach(lc, table->constraints)
		if (mig_text_among(((MigConstraint *) lfirst(lc))->columns, cmd->name))
			table->constraints = foreach_delete_current(table->constraints, lc);
}

static void
drop_incoming(MigScene *scene, const MigTable *table, const MigConstraint *constraint)
{
	MigTable   *parent = mig_scene_lookup(scene, constraint->schema, constraint->table);
	ListCell   *lc;

	foreach(lc, parent->incoming)
	{
		const MigConstraint *incoming = lfirst(lc);

		if (strcmp(incoming->name, constraint->name) == 0 && strcmp(incoming->table, table->name) == 0)
			parent->incoming = foreach_delete_current(parent->incoming, lc);
	}
}

static void
drop_constraint(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	MigConstraint *constraint = mig_table_constraint(table, cmd->name);
	MigIndex   *index = mig_table_index(table, cmd->name);

	if (constraint == NULL)
		return;
	if (constraint->table != NULL)
		drop_incoming(scene, table, constraint);
	else if (index != NULL)
		table->indexes = list_delete_ptr(table->indexes, index);
	table->constraints = list_delete_ptr(table->constraints, constraint);
}

static void
validate_constraint(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	MigConstraint *constraint = mig_table_constraint(table, cmd->name);

	if (constraint != NULL)
		constraint->valid = true;
}

static void
change_type(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	MigColumn  *column = mig_table_column(table, cmd->name);

	if (column != NULL)
		column->type = mig_judge_type(castNode(ColumnDef, cmd->def)->typeName, &column->typmod);
}

static void
set_not_null(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	MigColumn  *column = mig_table_column(table, cmd->name);

	if (column != NULL)
		column->notnull = true;
}

static void
drop_not_null(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	MigColumn  *column = mig_table_column(table, cmd->name);

	if (column != NULL)
		column->notnull = false;
}

static void
set_partition(MigScene *scene, const AlterTableCmd *cmd, bool partition)
{
	mig_scene_find(scene, castNode(PartitionCmd, cmd->def)->name)->partition = partition;
}

static void
attach_partition(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	if (table->kind == RELKIND_PARTITIONED_TABLE)
		set_partition(scene, cmd, true);
}

static void
detach_partition(MigScene *scene, MigTable *table, const AlterTableCmd *cmd)
{
	set_partition(scene, cmd, false);
}

typedef struct Action
{
	AlterTableType type;
	void		(*follow) (MigScene *scene, MigTable *table, const AlterTableCmd *cmd);
} Action;

static const Action actions[] = {
	{AT_AddColumn, add_column},
	{AT_AddConstraint, add_constraint},
	{AT_DropColumn, drop_column},
	{AT_DropConstraint, drop_constraint},
	{AT_ValidateConstraint, validate_constraint},
	{AT_AlterColumnType, change_type},
	{AT_SetNotNull, set_not_null},
	{AT_DropNotNull, drop_not_null},
	{AT_AttachPartition, attach_partition},
	{AT_DetachPartition, detach_partition},
};

void
mig_alter_follow(MigScene *scene, Node *stmt)
{
	AlterTableStmt *alter = castNode(AlterTableStmt, stmt);
	MigTable   *table;
	ListCell   *lc;

	if (alter->objtype != OBJECT_TABLE && alter->objtype != OBJECT_FOREIGN_TABLE)
		return;
	table = mig_scene_find(scene, alter->relation);
	foreach(lc, alter->cmds)
	{
		const AlterTableCmd *cmd = lfirst_node(AlterTableCmd, lc);

		for (int i = 0; i < lengthof(actions); i++)
			if (actions[i].type == cmd->subtype)
				actions[i].follow(scene, table, cmd);
	}
}
