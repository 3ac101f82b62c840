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
#include "catalog/dependency.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_cast.h"
#include "catalog/pg_database.h"
#include "catalog/pg_default_acl.h"
#include "catalog/pg_depend.h"
#include "catalog/pg_event_trigger.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_foreign_data_wrapper.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_language.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_opclass.h"
#include "catalog/pg_publication.h"
#include "catalog/pg_transform.h"
#include "commands/alter.h"
#include "commands/comment.h"
#include "commands/extension.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "base/spi.h"
#include "model/hide.h"
#include "schema/pack.h"
#include "schema/scope.h"

typedef struct HiddenExtension
{
	Oid			oid;
	const char *name;
	const char *version;
	const char *schema;			/* the name of its schema, before */
	Oid			schemaoid;
} HiddenExtension;

struct MigHidden
{
	List	   *extensions;		/* of HiddenExtension * */
	bool		elsewhere;		/* in another database: none can be shown */
};

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

/* Writes one column of a row anew. */
static void
update_row(Relation catalog, HeapTuple tuple, AttrNumber attnum, Datum value)
{
	int			natts = RelationGetDescr(catalog)->natts;
	Datum	   *values = palloc0(sizeof(Datum) * natts);
	bool	   *nulls = palloc0(sizeof(bool) * natts);
	bool	   *replaces = palloc0(sizeof(bool) * natts);
	HeapTuple	copy;

	values[attnum - 1] = value;
	replaces[attnum - 1] = true;
	copy = heap_modify_tuple(tuple, RelationGetDescr(catalog), values, nulls, replaces);
	CatalogTupleUpdate(catalog, &copy->t_self, copy);
}

static void
rename_row(Relation catalog, HeapTuple tuple, AttrNumber attnum, const char *newname)
{
	NameData	name;

	namestrcpy(&name, newname);
	update_row(catalog, tuple, attnum, NameGetDatum(&name));
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
			update_row(catalog, tuple, Anum_pg_opclass_opcdefault, BoolGetDatum(false));
	}
	systable_endscan(scan);
	table_close(catalog, NoLock);
}

/* Writes one column of the row with that oid anew, and makes it seen. */
static void
update_by_oid(Oid catalogid, Oid indexid, AttrNumber oidatt, Oid oid, AttrNumber attnum, Datum value)
{
	Relation	catalog = table_open(catalogid, RowExclusiveLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, oidatt, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(oid));
	scan = systable_beginscan(catalog, indexid, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for object %u of catalog %u", oid, catalogid);
	update_row(catalog, tuple, attnum, value);
	systable_endscan(scan);
	table_close(catalog, NoLock);
	CommandCounterIncrement();
}

static void
rename_schema(Oid oid, const char *newname)
{
	NameData	name;

	namestrcpy(&name, newname);
	update_by_oid(NamespaceRelationId, NamespaceOidIndexId, Anum_pg_namespace_oid, oid,
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

/* Under what name, and in which schema, each extension is to be found again. */
static List *
list_extensions(void)
{
	MigRows    *rows = mig_spi_query("SELECT e.oid, e.extname, e.extversion, n.nspname, e.extnamespace"
									 "  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace",
									 NULL);
	List	   *extensions = NIL;

	for (int row = 0; row < rows->nrows; row++)
	{
		HiddenExtension *extension = palloc(sizeof(HiddenExtension));

		extension->oid = atooid(mig_cell(rows, row, 0));
		extension->name = mig_cell(rows, row, 1);
		extension->version = mig_cell(rows, row, 2);
		extension->schema = mig_cell(rows, row, 3);
		extension->schemaoid = atooid(mig_cell(rows, row, 4));
		extensions = lappend(extensions, extension);
	}
	return extensions;
}

MigHidden *
mig_hide_all(List *schemas)
{
	MigHidden  *hidden = palloc0(sizeof(MigHidden));
	ListCell   *cell;

	hidden->extensions = list_extensions();
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
	return hidden;
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
			update_by_oid(NamespaceRelationId, NamespaceOidIndexId, Anum_pg_namespace_oid, to,
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

/* Moves the members that are in one schema to another. */
static void
move_members(Oid extension, Oid from, Oid to)
{
	Relation	depend = table_open(DependRelationId, AccessShareLock);
	ObjectAddresses *moved = new_object_addresses();
	ScanKeyData key[2];
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key[0], Anum_pg_depend_refclassid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(ExtensionRelationId));
	ScanKeyInit(&key[1], Anum_pg_depend_refobjid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(extension));
	scan = systable_beginscan(depend, DependReferenceIndexId, true, NULL, 2, key);
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_depend row = (Form_pg_depend) GETSTRUCT(tuple);
		ObjectAddress member = {row->classid, row->objid, row->objsubid};

		if (row->deptype == DEPENDENCY_EXTENSION && get_object_namespace(&member) == from)
			AlterObjectNamespace_oid(row->classid, row->objid, to, moved);
	}
	systable_endscan(scan);
	table_close(depend, AccessShareLock);
}

/* As the bootstrap superuser: the members may be anybody's. */
static void
move_extension(const HiddenExtension *extension, Oid schema)
{
	Oid			user;
	int			context;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(BOOTSTRAP_SUPERUSERID, context | SECURITY_LOCAL_USERID_CHANGE);
	move_members(extension->oid, extension->schemaoid, schema);
	SetUserIdAndSecContext(user, context);
	update_by_oid(ExtensionRelationId, ExtensionOidIndexId, Anum_pg_extension_oid, extension->oid,
				  Anum_pg_extension_extnamespace, ObjectIdGetDatum(schema));
}

bool
mig_hide_show_extension(const MigHidden *hidden, const char *name, const char *schema)
{
	ListCell   *cell;

	if (hidden->elsewhere)
		return false;
	foreach(cell, hidden->extensions)
	{
		HiddenExtension *extension = lfirst(cell);
		NameData	shown;
		Oid			to;

		if (strcmp(extension->name, name) != 0)
			continue;
		to = get_namespace_oid(schema ? schema : extension->schema, false);
		namestrcpy(&shown, name);
		update_by_oid(ExtensionRelationId, ExtensionOidIndexId, Anum_pg_extension_oid, extension->oid,
					  Anum_pg_extension_extname, NameGetDatum(&shown));
		if (to != extension->schemaoid)
			move_extension(extension, to);
		return true;
	}
	return false;
}

const char *
mig_hide_extension_version(const MigHidden *hidden, const char *name)
{
	ListCell   *cell;

	foreach(cell, hidden->extensions)
	{
		const HiddenExtension *extension = lfirst(cell);

		if (strcmp(extension->name, name) == 0)
			return extension->version;
	}
	return NULL;
}

void
mig_hide_pack(StringInfo out)
{
	List	   *extensions = list_extensions();
	ListCell   *cell;

	pq_sendint32(out, list_length(extensions));
	foreach(cell, extensions)
	{
		const HiddenExtension *extension = lfirst(cell);

		mig_pack_text(out, extension->name);
		mig_pack_text(out, extension->version);
	}
}

MigHidden *
mig_hide_read(StringInfo in)
{
	MigHidden  *hidden = palloc0(sizeof(MigHidden));

	hidden->elsewhere = true;
	for (int n = pq_getmsgint(in, 4); n > 0; n--)
	{
		HiddenExtension *extension = palloc0(sizeof(HiddenExtension));

		extension->name = mig_pack_read_text(in);
		extension->version = mig_pack_read_text(in);
		hidden->extensions = lappend(hidden->extensions, extension);
	}
	return hidden;
}
