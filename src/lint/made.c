/*
 * made.c
 *	  What a statement would change of the types and functions of the scene.
 */
#include "postgres.h"

#include "lint/made.h"
#include "lint/rule.h"

static MigMade *
add_made(MigScene *scene, NodeTag node, const char *name, bool safe)
{
	MigMade    *made = palloc0(sizeof(MigMade));

	made->node = node;
	made->name = pstrdup(name);
	made->safe = safe;
	scene->made = lcons(made, scene->made);
	return made;
}

void
mig_made_drop(MigScene *scene, const char *name)
{
	ListCell   *lc;

	foreach(lc, scene->made)
		if (strcmp(((MigMade *) lfirst(lc))->name, name) == 0)
			scene->made = foreach_delete_current(scene->made, lc);
}

static void
follow_enum(MigScene *scene, Node *stmt)
{
	(void) add_made(scene, nodeTag(stmt), strVal(llast(castNode(CreateEnumStmt, stmt)->typeName)), true);
}

static void
follow_domain(MigScene *scene, Node *stmt)
{
	CreateDomainStmt *create = castNode(CreateDomainStmt, stmt);
	const MigMade *over = mig_scene_made(scene, nodeTag(stmt), strVal(llast(create->typeName->names)));
	bool		safe = over == NULL || over->safe;
	MigMade    *made;
	ListCell   *lc;

	foreach(lc, create->constraints)
	{
		ConstrType	type = lfirst_node(Constraint, lc)->contype;

		safe &= type != CONSTR_CHECK && type != CONSTR_NOTNULL;
	}
	made = add_made(scene, nodeTag(stmt), strVal(llast(create->domainname)), safe);
	made->base = over != NULL ? over->base : copyObject(create->typeName);
}

static void
follow_composite(MigScene *scene, Node *stmt)
{
	(void) add_made(scene, nodeTag(stmt), castNode(CompositeTypeStmt, stmt)->typevar->relname, true);
}

static void
follow_range(MigScene *scene, Node *stmt)
{
	(void) add_made(scene, nodeTag(stmt), strVal(llast(castNode(CreateRangeStmt, stmt)->typeName)), true);
}

static void
follow_function(MigScene *scene, Node *stmt)
{
	CreateFunctionStmt *create = castNode(CreateFunctionStmt, stmt);
	bool		safe = false;
	ListCell   *lc;

	foreach(lc, create->options)
	{
		DefElem    *option = lfirst_node(DefElem, lc);

		if (strcmp(option->defname, "volatility") == 0)
			safe = strcmp(strVal(option->arg), "volatile") != 0;
	}
	(void) add_made(scene, nodeTag(stmt), strVal(llast(create->funcname)), safe);
}

static void
follow_enum_value(MigScene *scene, Node *stmt)
{
	AlterEnumStmt *alter = castNode(AlterEnumStmt, stmt);
	const char *type = strVal(llast(alter->typeName));
	MigValue   *value;

	/* From 17 on a type that is new in the transaction takes no harm. */
	if (alter->oldVal != NULL ||
		(mig_lint_server() >= 170000 && mig_scene_made(scene, T_CreateEnumStmt, type) != NULL))
		return;
	value = palloc(sizeof(MigValue));
	value->type = pstrdup(type);
	value->value = pstrdup(alter->newVal);
	value->script = scene->script;
	scene->values = lappend(scene->values, value);
}

typedef struct Maker
{
	NodeTag		node;
	void		(*follow) (MigScene *scene, Node *stmt);
} Maker;

static const Maker makers[] = {
	{T_CreateEnumStmt, follow_enum},
	{T_CreateDomainStmt, follow_domain},
	{T_CompositeTypeStmt, follow_composite},
	{T_CreateRangeStmt, follow_range},
	{T_CreateFunctionStmt, follow_function},
	{T_AlterEnumStmt, follow_enum_value},
};

void
mig_made_follow(MigScene *scene, Node *stmt)
{
	for (int i = 0; i < lengthof(makers); i++)
		if (makers[i].node == nodeTag(stmt))
			makers[i].follow(scene, stmt);
}
