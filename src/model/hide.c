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
#include "commands/comment.h"
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

/* Objects without a schema that are hidden by another name. */
static const struct
{
	Oid			catalog;
	AttrNumber	oid;
	AttrNumber	name;
}			named[] =

{
	{AccessMethodRelationId, Anum_pg_am_oid, Anum_pg_am_amname},
	{EventTriggerRelationId, Anum_pg_event_trigger_oid, Anum_pg_event_trigger_evtname},
	{ExtensionRelationId, Anum_pg_extension_oid, Anum_pg_extension_extname},
	{ForeignDataWrapperRelationId, Anum_pg_foreign_data_wrapper_oid, Anum_pg_foreign_data_wrapper_fdwname},
	{ForeignServerRelationId, Anum_pg_foreign_server_oid, Anum_pg_foreign_server_srvname},
	{LanguageRelationId, Anum_pg_language_oid, Anum_pg_language_lanname},
	{PublicationRelationId, Anum_pg_publication_oid, Anum_pg_publication_pubname},
};

/* Objects without a schema and a name: their rows are taken out. */
static const struct
{
	Oid			catalog;
	AttrNumber	oid;
}			nameless[] =

{
	{CastRelationId, Anum_pg_cast_oid},
	{DefaultAclRelationId, Anum_pg_default_acl_oid},
	{TransformRelationId, Anum_pg_transform_oid},
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

static void
hide_named(Oid catalogid, AttrNumber oidatt, AttrNumber nameatt)
{
	Relation	catalog = table_open(catalogid, RowExclusiveLock);
	SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, NULL, 0, NULL);
	HeapTuple	tuple;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Oid			oid = DatumGetObjectId(column(tuple, catalog, oidatt));
		const char *name = NameStr(*DatumGetName(column(tuple, catalog, nameatt)));

		if (oid < FirstNormalObjectId || is_kept_extension(catalogid, name) ||
			OidIsValid(getExtensionOfObject(catalogid, oid)))
			continue;
		rename_row(catalog, tuple, nameatt, psprintf(MIG_SCOPE_HIDDEN "%u", oid));
	}
	systable_endscan(scan);
	table_close(catalog, NoLock);
}

static void
hide_nameless(Oid catalogid, AttrNumber oidatt)
{
	Relation	catalog = table_open(catalogid, RowExclusiveLock);
	SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, NULL, 0, NULL);
	HeapTuple	tuple;

	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Oid			oid = DatumGetObjectId(column(tuple, catalog, oidatt));

		if (oid >= FirstNormalObjectId && !OidIsValid(getExtensionOfObject(catalogid, oid)))
			CatalogTupleDelete(catalog, &tuple->t_self);
	}
	systable_endscan(scan);
	table_close(catalog, NoLock);
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

	for (int i = 0; i < lengthof(named); i++)
		hide_named(named[i].catalog, named[i].oid, named[i].name);
	for (int i = 0; i < lengthof(nameless); i++)
		hide_nameless(nameless[i].catalog, nameless[i].oid);
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
