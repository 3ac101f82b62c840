/*
 * follow.c
 *	  What a statement would change of the scene: one function for each kind of
 *	  statement that changes something the rules ask for.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "nodes/makefuncs.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "lint/alter.h"
#include "lint/define.h"
#include "lint/follow.h"
#include "lint/made.h"

static void
follow_create(MigScene *scene, Node *stmt)
{
	CreateStmt *create = castNode(CreateStmt, stmt);
	MigTable   *table;
	ListCell   *lc;

	if (create->if_not_exists && mig_scene_known(mig_scene_find(scene, create->relation)))
		return;
	table = mig_scene_make(scene, create->relation,
						   create->partspec != NULL ? RELKIND_PARTITIONED_TABLE : RELKIND_RELATION);
	table->partition = create->partbound != NULL;
	foreach(lc, create->tableElts)
	{
		Node	   *element = lfirst(lc);

		if (IsA(element, ColumnDef))
			mig_define_column(scene, table, (ColumnDef *) element);
		else if (IsA(element, Constraint))
			mig_define_constraint(scene, table, (Constraint *) element, NULL);
	}
}

static void
follow_create_as(MigScene *scene, Node *stmt)
{
	CreateTableAsStmt *create = castNode(CreateTableAsStmt, stmt);

	if (create->if_not_exists && mig_scene_known(mig_scene_find(scene, create->into->rel)))
		return;
	(void) mig_scene_make(scene, create->into->rel,
						  create->objtype == OBJECT_MATVIEW ? RELKIND_MATVIEW : RELKIND_RELATION);
}

static void
follow_view(MigScene *scene, Node *stmt)
{
	ViewStmt   *view = castNode(ViewStmt, stmt);

	if (!view->replace || !mig_scene_known(mig_scene_find(scene, view->view)))
		(void) mig_scene_make(scene, view->view, RELKIND_VIEW);
}

static void
follow_sequence(MigScene *scene, Node *stmt)
{
	(void) mig_scene_make(scene, castNode(CreateSeqStmt, stmt)->sequence, RELKIND_SEQUENCE);
}

static void
follow_foreign_table(MigScene *scene, Node *stmt)
{
	(void) mig_scene_make(scene, castNode(CreateStmt, stmt)->relation, RELKIND_FOREIGN_TABLE);
}

static void
follow_index(MigScene *scene, Node *stmt)
{
	IndexStmt  *index = castNode(IndexStmt, stmt);
	MigTable   *table = mig_scene_find(scene, index->relation);

	if (index->if_not_exists && index->idxname != NULL && mig_table_index(table, index->idxname) != NULL)
		return;
	mig_define_index(scene, table, index);
}

static void
drop_relation(MigScene *scene, const RangeVar *name)
{
	MigTable   *table = mig_scene_find(scene, name);
	MigIndex   *index;

	if (!mig_scene_known(table))
		return;
	index = table->of ? mig_table_index(table->of, table->name) : NULL;
	if (index != NULL)
		table->of->indexes = list_delete_ptr(table->of->indexes, index);
	table->gone = true;
}

static void
follow_drop(MigScene *scene, Node *stmt)
{
	DropStmt   *drop = castNode(DropStmt, stmt);
	ListCell   *lc;

	foreach(lc, drop->objects)
	{
		Node	   *object = lfirst(lc);

		switch (drop->removeType)
		{
			case OBJECT_TABLE:
			case OBJECT_INDEX:
			case OBJECT_VIEW:
			case OBJECT_MATVIEW:
			case OBJECT_SEQUENCE:
			case OBJECT_FOREIGN_TABLE:
				drop_relation(scene, makeRangeVarFromNameList((List *) object));
				break;
			case OBJECT_TYPE:
			case OBJECT_DOMAIN:
				mig_made_drop(scene, strVal(llast(castNode(TypeName, object)->names)));
				break;
			default:
				return;
		}
	}
}

static void
follow_rename(MigScene *scene, Node *stmt)
{
	RenameStmt *rename = castNode(RenameStmt, stmt);
	MigTable   *table;

	scene->opaque |= rename->renameType == OBJECT_SCHEMA;
	if (rename->relation == NULL)
		return;
	table = mig_scene_find(scene, rename->relation);
	if (rename->renameType == OBJECT_COLUMN)
	{
		MigColumn  *column = mig_table_column(table, rename->subname);

		if (column != NULL)
			column->name = pstrdup(rename->newname);
	}
	else if (rename->renameType == OBJECT_TABCONSTRAINT)
	{
		MigConstraint *constraint = mig_table_constraint(table, rename->subname);

		if (constraint != NULL)
			constraint->name = pstrdup(rename->newname);
	}
	else if (mig_scene_known(table) && rename->subname == NULL)
	{
		MigIndex   *index = table->of ? mig_table_index(table->of, table->name) : NULL;

		if (index != NULL)
			index->name = pstrdup(rename->newname);
		mig_scene_rename(scene, table, table->schema, rename->newname);
	}
}

static void
follow_schema(MigScene *scene, Node *stmt)
{
	AlterObjectSchemaStmt *move = castNode(AlterObjectSchemaStmt, stmt);
	MigTable   *table = move->relation ? mig_scene_find(scene, move->relation) : NULL;

	if (table != NULL && mig_scene_known(table))
		mig_scene_rename(scene, table, move->newschema, table->name);
}

static void
follow_create_schema(MigScene *scene, Node *stmt)
{
	CreateSchemaStmt *create = castNode(CreateSchemaStmt, stmt);
	const char *name = create->schemaname ? create->schemaname :
		create->authrole && create->authrole->rolename ? create->authrole->rolename : "";
	ListCell   *lc;

	scene->schemas = lappend(scene->schemas, pstrdup(name));
	foreach(lc, create->schemaElts)
	{
		Node	   *element = copyObject(lfirst(lc));

		if (IsA(element, CreateStmt) && ((CreateStmt *) element)->relation->schemaname == NULL)
			((CreateStmt *) element)->relation->schemaname = pstrdup(name);
		mig_follow(scene, element);
	}
}

/* Settings that change what a statement means or does. */
static const char *const followed_settings[] = {"search_path", "timezone"};

/* They end with the script: see mig_lint_script. */
static void
set_setting(const char *name, const char *value)
{
	(void) set_config_option(name, value, PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, DEBUG1, false);
}

static void
follow_set(MigScene *scene, Node *stmt)
{
	VariableSetStmt *set = castNode(VariableSetStmt, stmt);

	for (int i = 0; i < lengthof(followed_settings); i++)
	{
		const char *name = followed_settings[i];

		if (set->name == NULL || pg_strcasecmp(set->name, name) != 0)
			continue;
		if (set->kind == VAR_SET_VALUE)
			set_setting(name, ExtractSetVariableArgs(set));
		else if (set->kind == VAR_RESET || set->kind == VAR_SET_DEFAULT)
			set_setting(name, GetConfigOptionResetString(name));
	}
}

/* pg_dump's way: SELECT pg_catalog.set_config('search_path', '', false). */
static bool
sets_path(const SelectStmt *select)
{
	FuncCall   *call;
	A_Const    *name;
	A_Const    *value;

	if (list_length(select->targetList) != 1)
		return false;
	call = (FuncCall *) linitial_node(ResTarget, select->targetList)->val;
	if (!IsA(call, FuncCall) || strcmp(strVal(llast(call->funcname)), "set_config") != 0 ||
		list_length(call->args) != 3)
		return false;
	name = linitial(call->args);
	value = lsecond(call->args);
	if (!IsA(name, A_Const) || !IsA(value, A_Const) || nodeTag(&name->val) != T_String ||
		nodeTag(&value->val) != T_String || strcmp(strVal(&name->val), "search_path") != 0)
		return false;
	set_setting("search_path", strVal(&value->val));
	return true;
}

static void
follow_select(MigScene *scene, Node *stmt)
{
	SelectStmt *select = castNode(SelectStmt, stmt);

	if (select->intoClause != NULL)
		(void) mig_scene_make(scene, select->intoClause->rel, RELKIND_RELATION);
	if (!sets_path(select))
		scene->opaque = true;
}

/* It may have made, changed or dropped anything. */
static void
follow_anything(MigScene *scene, Node *stmt)
{
	scene->opaque = true;
}

typedef struct Follower
{
	NodeTag		node;
	void		(*follow) (MigScene *scene, Node *stmt);
} Follower;

static const Follower followers[] = {
	{T_CreateStmt, follow_create},
	{T_CreateForeignTableStmt, follow_foreign_table},
	{T_CreateTableAsStmt, follow_create_as},
	{T_ViewStmt, follow_view},
	{T_CreateSeqStmt, follow_sequence},
	{T_IndexStmt, follow_index},
	{T_AlterTableStmt, mig_alter_follow},
	{T_DropStmt, follow_drop},
	{T_RenameStmt, follow_rename},
	{T_AlterObjectSchemaStmt, follow_schema},
	{T_CreateSchemaStmt, follow_create_schema},
	{T_CreateEnumStmt, mig_made_follow},
	{T_CreateDomainStmt, mig_made_follow},
	{T_CompositeTypeStmt, mig_made_follow},
	{T_CreateRangeStmt, mig_made_follow},
	{T_CreateFunctionStmt, mig_made_follow},
	{T_AlterEnumStmt, mig_made_follow},
	{T_VariableSetStmt, follow_set},
	{T_SelectStmt, follow_select},
	{T_DoStmt, follow_anything},
	{T_CallStmt, follow_anything},
	{T_ExecuteStmt, follow_anything},
	{T_CreateExtensionStmt, follow_anything},
	{T_ImportForeignSchemaStmt, follow_anything},
};

void
mig_follow(MigScene *scene, Node *stmt)
{
	for (int i = 0; i < lengthof(followers); i++)
		if (followers[i].node == nodeTag(stmt))
		{
			MemoryContext old = MemoryContextSwitchTo(scene->cxt);

			followers[i].follow(scene, stmt);
			MemoryContextSwitchTo(old);
			return;
		}
}

MigTable *
mig_follow_subject(MigScene *scene, Node *stmt, const RangeVar *relation)
{
	MigTable   *table;

	if (!IsA(stmt, CreateStmt))
		return mig_scene_find(scene, relation);
	table = palloc0(sizeof(MigTable));
	table->schema = relation->schemaname ? relation->schemaname : "";
	table->name = relation->relname;
	table->fresh = true;
	return table;
}
