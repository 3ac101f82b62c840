/*
 * touched.c
 *	  Which relations a statement names as what it works on.
 *
 * A table says for each kind of statement where in its parse tree the relation
 * is; the few that keep several, or names instead of one, have a function.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "nodes/parsenodes.h"

#include "base/touched.h"

typedef struct Place
{
	NodeTag		tag;
	size_t		relation;		/* offset of a RangeVar *; 0: none */
	List	   *(*more) (Node *stmt);	/* NULL: no others */
} Place;

/* The table that a foreign key refers to. */
static List *
add_referenced(List *relations, Node *constraint)
{
	if (constraint != NULL && IsA(constraint, Constraint) && ((Constraint *) constraint)->pktable != NULL)
		relations = lappend(relations, ((Constraint *) constraint)->pktable);
	return relations;
}

static List *
add_referenced_by_column(List *relations, const ColumnDef *column)
{
	ListCell   *lc;

	foreach(lc, column->constraints)
		relations = add_referenced(relations, lfirst(lc));
	return relations;
}

static List *
of_alter_table(Node *stmt)
{
	List	   *relations = NIL;
	ListCell   *lc;

	foreach(lc, ((AlterTableStmt *) stmt)->cmds)
	{
		Node	   *def = lfirst_node(AlterTableCmd, lc)->def;

		if (def == NULL)
			continue;
		if (IsA(def, ColumnDef))
			relations = add_referenced_by_column(relations, (ColumnDef *) def);
		else if (IsA(def, PartitionCmd))
			relations = lappend(relations, ((PartitionCmd *) def)->name);
		else if (IsA(def, RangeVar))
			relations = lappend(relations, def);
		else
			relations = add_referenced(relations, def);
	}
	return relations;
}

/* What a new table stands on; itself it is not there yet. */
static List *
of_create_table(Node *stmt)
{
	CreateStmt *create = (CreateStmt *) stmt;
	List	   *relations = list_copy(create->inhRelations);
	ListCell   *lc;

	foreach(lc, create->tableElts)
	{
		Node	   *element = lfirst(lc);

		if (IsA(element, ColumnDef))
			relations = add_referenced_by_column(relations, (ColumnDef *) element);
		else
			relations = add_referenced(relations, element);
	}
	return relations;
}

static bool
is_relation(ObjectType type)
{
	return type == OBJECT_TABLE || type == OBJECT_INDEX || type == OBJECT_VIEW ||
		type == OBJECT_MATVIEW || type == OBJECT_SEQUENCE || type == OBJECT_FOREIGN_TABLE;
}

/* Triggers, policies and rules are named by a table and a name. */
static bool
is_on_relation(ObjectType type)
{
	return type == OBJECT_TRIGGER || type == OBJECT_POLICY || type == OBJECT_RULE;
}

static List *
of_drop(Node *stmt)
{
	DropStmt   *drop = (DropStmt *) stmt;
	List	   *relations = NIL;
	ListCell   *lc;

	foreach(lc, drop->objects)
	{
		if (is_relation(drop->removeType))
			relations = lappend(relations, makeRangeVarFromNameList(lfirst(lc)));
		else if (is_on_relation(drop->removeType))
			relations = lappend(relations,
								makeRangeVarFromNameList(list_copy_head(lfirst(lc), list_length(lfirst(lc)) - 1)));
	}
	return relations;
}

static List *
of_truncate(Node *stmt)
{
	return ((TruncateStmt *) stmt)->relations;
}

static List *
of_lock(Node *stmt)
{
	return ((LockStmt *) stmt)->relations;
}

static List *
of_vacuum(Node *stmt)
{
	List	   *relations = NIL;
	ListCell   *lc;

	foreach(lc, ((VacuumStmt *) stmt)->rels)
		if (lfirst_node(VacuumRelation, lc)->relation != NULL)
			relations = lappend(relations, lfirst_node(VacuumRelation, lc)->relation);
	return relations;
}

static List *
of_trigger(Node *stmt)
{
	RangeVar   *constraint = ((CreateTrigStmt *) stmt)->constrrel;

	return constraint ? list_make1(constraint) : NIL;
}

static const Place places[] = {
	{T_AlterTableStmt, offsetof(AlterTableStmt, relation), of_alter_table},
	{T_AlterObjectSchemaStmt, offsetof(AlterObjectSchemaStmt, relation)},
	{T_AlterPolicyStmt, offsetof(AlterPolicyStmt, table)},
	{T_AlterSeqStmt, offsetof(AlterSeqStmt, sequence)},
	{T_ClusterStmt, offsetof(ClusterStmt, relation)},
	{T_CreatePolicyStmt, offsetof(CreatePolicyStmt, table)},
	{T_CreateStmt, 0, of_create_table},
	{T_CreateTrigStmt, offsetof(CreateTrigStmt, relation), of_trigger},
	{T_DropStmt, 0, of_drop},
	{T_IndexStmt, offsetof(IndexStmt, relation)},
	{T_LockStmt, 0, of_lock},
	{T_RefreshMatViewStmt, offsetof(RefreshMatViewStmt, relation)},
	{T_ReindexStmt, offsetof(ReindexStmt, relation)},
	{T_RenameStmt, offsetof(RenameStmt, relation)},
	{T_RuleStmt, offsetof(RuleStmt, relation)},
	{T_TruncateStmt, 0, of_truncate},
	{T_VacuumStmt, 0, of_vacuum},
};

List *
mig_touched_relations(Node *stmt)
{
	List	   *relations = NIL;

	for (int i = 0; i < lengthof(places); i++)
	{
		RangeVar   *relation;

		if (places[i].tag != nodeTag(stmt))
			continue;
		relation = places[i].relation ? *(RangeVar **) ((char *) stmt + places[i].relation) : NULL;
		if (relation != NULL)
			relations = lappend(relations, relation);
		if (places[i].more != NULL)
			relations = list_concat(relations, places[i].more(stmt));
	}
	return relations;
}
