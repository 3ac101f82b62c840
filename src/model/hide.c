/*
 * hide.c
 *	  Takes what a database holds out of sight, and brings parts of it back.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/transam.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_cast.h"
#include "catalog/pg_default_acl.h"
#include "catalog/pg_event_trigger.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_foreign_data_wrapper.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_language.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_opclass.h"
#include "catalog/pg_publication.h"
#include "catalog/pg_transform.h"
#include "catalog/pg_type.h"
#include "commands/comment.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "base/spi.h"
#include "model/catalog.h"
#include "model/hide.h"
#include "schema/scope.h"

/*
 * A kind of object without a schema.  Only those are hidden that the caller
 * could drop as well: what belongs to others is named by others' code, which
 * must not meet something else under that name, nor miss a cast.
 */
typedef struct Schemaless
{
	Oid			catalog;
	AttrNumber	oid;
	AttrNumber	name;			/* 0: has none */
	AttrNumber	owner;			/* 0: see types, or else superusers */
	AttrNumber	types[2];		/* whose owners may drop it */
} Schemaless;

/* They are hidden by another name. */
static const Schemaless named[] = {
	{AccessMethodRelationId, Anum_pg_am_oid, Anum_pg_am_amname},
	{EventTriggerRelationId, Anum_pg_event_trigger_oid, Anum_pg_event_trigger_evtname, Anum_pg_event_trigger_evtowner},
	{ForeignDataWrapperRelationId, Anum_pg_foreign_data_wrapper_oid, Anum_pg_foreign_data_wrapper_fdwname, Anum_pg_foreign_data_wrapper_fdwowner},
	{ForeignServerRelationId, Anum_pg_foreign_server_oid, Anum_pg_foreign_server_srvname, Anum_pg_foreign_server_srvowner},
	{LanguageRelationId, Anum_pg_language_oid, Anum_pg_language_lanname, Anum_pg_language_lanowner},
	{PublicationRelationId, Anum_pg_publication_oid, Anum_pg_publication_pubname, Anum_pg_publication_pubowner},
};

/* By another name as well, whoever owns them: no code looks for one. */
static const Schemaless extensions = {ExtensionRelationId, Anum_pg_extension_oid, Anum_pg_extension_extname};

/* Without a name: their rows are taken out. */
static const Schemaless nameless[] = {
	{CastRelationId, Anum_pg_cast_oid, 0, 0, {Anum_pg_cast_castsource, Anum_pg_cast_casttarget}},
	{DefaultAclRelationId, Anum_pg_default_acl_oid, 0, Anum_pg_default_acl_defaclrole},
	{TransformRelationId, Anum_pg_transform_oid, 0, 0, {Anum_pg_transform_trftype}},
};

static Datum
column(HeapTuple tuple, Relation catalog, AttrNumber attnum)
{
	bool		isnull;

	return heap_getattr(tuple, attnum, RelationGetDescr(catalog), &isnull);
}

/* Never ours to hide: the extension itself, and what it stands on. */
static bool
is_kept_extension(Oid catalog, const char *name)
{
	return catalog == ExtensionRelationId &&
		(strcmp(name, "migrate") == 0 || strcmp(name, "plpgsql") == 0);
}

static void
rename_row(Relation catalog, HeapTuple tuple, AttrNumber attnum, const char *newname)
{
	NameData	name;

	namestrcpy(&name, newname);
	mig_catalog_update_row(catalog, tuple, attnum, NameGetDatum(&name));
}

static bool
owns_type(Oid type)
{
	HeapTuple	tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
	bool		owned = HeapTupleIsValid(tuple) &&
		has_privs_of_role(GetUserId(), ((Form_pg_type) GETSTRUCT(tuple))->typowner);

	if (HeapTupleIsValid(tuple))
		ReleaseSysCache(tuple);
	return owned;
}

static bool
may_drop(const Schemaless *kind, HeapTuple tuple, Relation catalog)
{
	if (kind->owner != 0)
		return has_privs_of_role(GetUserId(), DatumGetObjectId(column(tuple, catalog, kind->owner)));
	for (int i = 0; i < lengthof(kind->types); i++)
		if (kind->types[i] != 0 && owns_type(DatumGetObjectId(column(tuple, catalog, kind->types[i]))))
			return true;
	return superuser() || kind == &extensions;
}

static void
hide_schemaless(const Schemaless *kind)
{
	Relation	catalog = table_open(kind->catalog, RowExclusiveLock);
	SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, NULL, 0, NULL);
	HeapTuple	tuple;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Oid			oid = DatumGetObjectId(column(tuple, catalog, kind->oid));

		if (oid < FirstNormalObjectId || OidIsValid(getExtensionOfObject(kind->catalog, oid)) ||
			!may_drop(kind, tuple, catalog))
			continue;
		if (kind->name == 0)
			CatalogTupleDelete(catalog, &tuple->t_self);
		else if (!is_kept_extension(kind->catalog, NameStr(*DatumGetName(column(tuple, catalog, kind->name)))))
			rename_row(catalog, tuple, kind->name, psprintf(MIG_SCOPE_HIDDEN "%u", oid));
	}
	systable_endscan(scan);
	table_close(catalog, NoLock);
}

/* Of whoever, for what a DO of the model runs would set them off. */
static void
disable_event_triggers(void)
{
	Relation	catalog = table_open(EventTriggerRelationId, RowExclusiveLock);
	SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, NULL, 0, NULL);
	HeapTuple	tuple;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
		mig_catalog_update_row(catalog, tuple, Anum_pg_event_trigger_evtenabled,
							   CharGetDatum(TRIGGER_DISABLED));
	systable_endscan(scan);
	table_close(catalog, NoLock);
	CommandCounterIncrement();
}

/*
 * A type has one default operator class for an access method, in whatever
 * schema: those of hidden schemas make room.
 */
static void
hide_default_classes(List *schemas)
{
	Relation	catalog = table_open(OperatorClassRelationId, RowExclusiveLock);
	SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, NULL, 0, NULL);
	HeapTuple	tuple;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_opclass class = (Form_pg_opclass) GETSTRUCT(tuple);
		char	   *schema = class->opcdefault ? get_namespace_name(class->opcnamespace) : NULL;
		bool		managed = false;
		ListCell   *cell;

		foreach(cell, schemas)
			managed |= schema != NULL && strcmp(schema, lfirst(cell)) == 0;
		if (managed && !OidIsValid(getExtensionOfObject(OperatorClassRelationId, class->oid)))
			mig_catalog_update_row(catalog, tuple, Anum_pg_opclass_opcdefault, BoolGetDatum(false));
	}
	systable_endscan(scan);
	table_close(catalog, NoLock);
}

static void
rename_schema(Oid oid, const char *newname)
{
	NameData	name;

	namestrcpy(&name, newname);
	mig_catalog_update(NamespaceRelationId, NamespaceOidIndexId, Anum_pg_namespace_oid, oid,
				  Anum_pg_namespace_nspname, NameGetDatum(&name));
}

/*
 * A schema "public" as initdb leaves it.  Who may not act as the database's
 * owner could not create anything in that one, and gets it as their own.
 */
static void
create_public(void)
{
	bool		asowner = has_privs_of_role(GetUserId(), ROLE_PG_DATABASE_OWNER);
	Oid			oid = NamespaceCreate("public", asowner ? ROLE_PG_DATABASE_OWNER : GetUserId(), false);

	CreateComments(oid, NamespaceRelationId, 0, "standard public schema");
	CommandCounterIncrement();
	if (asowner)
		(void) mig_spi_query_once("GRANT USAGE ON SCHEMA public TO PUBLIC", NULL);
}

static void
hide_schemas(List *schemas)
{
	ListCell   *cell;

	foreach(cell, schemas)
	{
		Oid			oid = get_namespace_oid(lfirst(cell), true);

		if (OidIsValid(oid))
			rename_schema(oid, psprintf(MIG_SCOPE_HIDDEN "%u", oid));
	}
}

void
mig_hide_all(List *schemas)
{
	ListCell   *cell;

	disable_event_triggers();
	for (int i = 0; i < lengthof(named); i++)
		hide_schemaless(&named[i]);
	hide_schemaless(&extensions);
	for (int i = 0; i < lengthof(nameless); i++)
		hide_schemaless(&nameless[i]);
	hide_default_classes(schemas);
	hide_schemas(schemas);
	CommandCounterIncrement();

	foreach(cell, schemas)
		if (strcmp(lfirst(cell), "public") == 0)
			create_public();
}

/* Who takes the name of a schema takes its owner, privileges and comment too. */
static void
copy_schema_row(Oid from, Oid to)
{
	static const AttrNumber columns[] = {Anum_pg_namespace_nspowner, Anum_pg_namespace_nspacl};
	HeapTuple	tuple = SearchSysCacheCopy1(NAMESPACEOID, ObjectIdGetDatum(from));

	for (int i = 0; i < lengthof(columns); i++)
	{
		bool		isnull;
		Datum		value = SysCacheGetAttr(NAMESPACEOID, tuple, columns[i], &isnull);

		if (!isnull)
			mig_catalog_update(NamespaceRelationId, NamespaceOidIndexId, Anum_pg_namespace_oid, to,
						  columns[i], value);
	}
	CreateComments(to, NamespaceRelationId, 0, GetComment(from, NamespaceRelationId, 0));
}

void
mig_hide_rename_schema(const char *from, const char *to)
{
	Oid			schema = get_namespace_oid(from, false);
	Oid			former = get_namespace_oid(to, true);

	hide_schemas(list_make1(unconstify(char *, to)));
	rename_schema(schema, to);
	if (OidIsValid(former))
		copy_schema_row(former, schema);
}
