/*
 * scene.c
 *	  The schema as it stands at a statement: names to relations.
 *
 * A relation is read when it is first named, and kept.  One that a statement
 * makes goes in front, so that it hides what had its name before; one that is
 * dropped stays as a note that the name means nothing now.
 */
#include "postgres.h"

#include "catalog/index.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/varlena.h"

#include "base/text.h"
#include "lint/scene.h"

#define TEMPORARY "pg_temp"

MigScene *
mig_scene_create(void)
{
	MigScene   *scene = palloc0(sizeof(MigScene));

	scene->cxt = CurrentMemoryContext;
	return scene;
}

static MigTable *
search(const MigScene *scene, const char *schema, const char *name)
{
	ListCell   *lc;

	foreach(lc, scene->tables)
	{
		MigTable   *table = lfirst(lc);

		if (strcmp(table->name, name) == 0 && strcmp(table->schema, schema) == 0)
			return table;
	}
	return NULL;
}

static MigTable *
remember(MigScene *scene, MigTable *table)
{
	scene->tables = lcons(table, scene->tables);
	return table;
}

static MigTable *
read_relation(MigScene *scene, const char *schema, const char *name)
{
	Oid			namespace = strcmp(schema, TEMPORARY) == 0 ? InvalidOid :
		get_namespace_oid(schema, true);
	Oid			oid = OidIsValid(namespace) ? get_relname_relid(name, namespace) : InvalidOid;
	MigTable   *table = OidIsValid(oid) ? mig_table_read(oid) : NULL;

	if (table == NULL)
		return NULL;
	if (table->kind == RELKIND_INDEX || table->kind == RELKIND_PARTITIONED_INDEX)
	{
		Oid			of = IndexGetRelation(oid, true);

		if (OidIsValid(of))
			table->of = mig_scene_lookup(scene, get_namespace_name(get_rel_namespace(of)),
										 get_rel_name(of));
	}
	return remember(scene, table);
}

/* The relation of this name in this schema, or NULL. */
static MigTable *
look_in(MigScene *scene, const char *schema, const char *name)
{
	MigTable   *table = search(scene, schema, name);

	if (table == NULL)
		table = read_relation(scene, schema, name);
	return table == NULL || table->gone ? NULL : table;
}

/* The schemas of search_path, by their names: some may not be there yet. */
static List *
search_path(void)
{
	List	   *names = NIL;
	List	   *path = NIL;
	ListCell   *lc;

	if (!SplitIdentifierString(pstrdup(namespace_search_path), ',', &names))
		return NIL;
	foreach(lc, names)
	{
		const char *name = lfirst(lc);

		path = lappend(path, strcmp(name, "$user") == 0 ?
					   GetUserNameFromId(GetUserId(), true) : pstrdup(name));
	}
	if (!mig_text_among(path, "pg_catalog"))
		path = lcons("pg_catalog", path);
	if (!mig_text_among(path, TEMPORARY))
		path = lcons(TEMPORARY, path);
	return path;
}

static bool
schema_exists(const MigScene *scene, const char *name)
{
	return mig_text_among(scene->schemas, name) || OidIsValid(get_namespace_oid(name, true));
}

const char *
mig_scene_creation_schema(const MigScene *scene)
{
	ListCell   *lc;

	foreach(lc, search_path())
	{
		const char *name = lfirst(lc);

		if (strcmp(name, TEMPORARY) != 0 && strcmp(name, "pg_catalog") != 0 &&
			schema_exists(scene, name))
			return name;
	}
	return NULL;
}

static MigTable *
look_everywhere(MigScene *scene, const char *name)
{
	ListCell   *lc;

	foreach(lc, search_path())
	{
		MigTable   *table = look_in(scene, lfirst(lc), name);

		if (table != NULL)
			return table;
	}
	return NULL;
}

static MigTable *
unknown(const char *schema, const char *name)
{
	MigTable   *table = palloc0(sizeof(MigTable));

	table->schema = schema ? pstrdup(schema) : "";
	table->name = pstrdup(name);
	table->rows = -1;
	return table;
}

MigTable *
mig_scene_lookup(MigScene *scene, const char *schema, const char *name)
{
	MemoryContext old = MemoryContextSwitchTo(scene->cxt);
	MigTable   *table = schema ? look_in(scene, schema, name) : look_everywhere(scene, name);

	if (table == NULL)
		table = unknown(schema, name);
	MemoryContextSwitchTo(old);
	return table;
}

MigTable *
mig_scene_find(MigScene *scene, const RangeVar *name)
{
	return mig_scene_lookup(scene, name->schemaname, name->relname);
}

MigTable *
mig_scene_make(MigScene *scene, const RangeVar *name, char kind)
{
	MemoryContext old = MemoryContextSwitchTo(scene->cxt);
	const char *schema = name->relpersistence == RELPERSISTENCE_TEMP ? TEMPORARY :
		name->schemaname ? name->schemaname : mig_scene_creation_schema(scene);
	MigTable   *table = unknown(schema, name->relname);

	table->kind = kind;
	table->fresh = true;
	table->rows = 0;
	remember(scene, table);
	MemoryContextSwitchTo(old);
	return table;
}

void
mig_scene_rename(MigScene *scene, MigTable *table, const char *schema, const char *name)
{
	MemoryContext old = MemoryContextSwitchTo(scene->cxt);
	MigTable   *note = unknown(table->schema, table->name);

	note->gone = true;
	remember(scene, note);
	table->schema = pstrdup(schema);
	table->name = pstrdup(name);
	scene->tables = list_delete_ptr(scene->tables, table);
	remember(scene, table);
	MemoryContextSwitchTo(old);
}

const MigMade *
mig_scene_made(const MigScene *scene, NodeTag node, const char *name)
{
	ListCell   *lc;

	foreach(lc, scene->made)
	{
		const MigMade *made = lfirst(lc);

		if (made->node == node && strcmp(made->name, name) == 0)
			return made;
	}
	return NULL;
}
