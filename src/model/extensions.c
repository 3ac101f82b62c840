/*
 * extensions.c
 *	  The extensions of the database, for a place where they are out of sight.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_depend.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_namespace.h"
#include "commands/alter.h"
#include "commands/extension.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

#include "base/compat.h"
#include "base/spi.h"
#include "model/catalog.h"
#include "model/extensions.h"
#include "schema/pack.h"
#include "schema/scope.h"
#include "schema/update.h"

typedef struct Extension
{
	Oid			oid;
	const char *name;
	const char *version;
	const char *schema;			/* the name of its schema, before */
	Oid			schemaoid;
} Extension;

struct MigExtensions
{
	List	   *list;			/* of Extension * */
	bool		elsewhere;		/* in another database: none can be shown */
};

MigExtensions *
mig_extensions_list(void)
{
	MigExtensions *extensions = palloc0(sizeof(MigExtensions));
	MigRows    *rows = mig_spi_query("SELECT e.oid, e.extname, e.extversion, n.nspname, e.extnamespace"
									 "  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace",
									 NULL);

	for (int row = 0; row < rows->nrows; row++)
	{
		Extension *extension = palloc(sizeof(Extension));

		extension->oid = atooid(mig_cell(rows, row, 0));
		extension->name = mig_cell(rows, row, 1);
		extension->version = mig_cell(rows, row, 2);
		extension->schema = mig_cell(rows, row, 3);
		extension->schemaoid = atooid(mig_cell(rows, row, 4));
		extensions->list = lappend(extensions->list, extension);
	}
	return extensions;
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

static bool
is_hidden(Oid schema)
{
	const char *name = get_namespace_name(schema);

	return name != NULL && strncmp(name, MIG_SCOPE_HIDDEN, strlen(MIG_SCOPE_HIDDEN)) == 0;
}

/*
 * Those that lie in a hidden schema move with its name.  Others belong where
 * they are, and only their owner may put them elsewhere.
 */
static void
check_may_move(const Extension *extension, Oid schema)
{
	if (!is_hidden(extension->schemaoid) && !mig_compat_owns_extension(extension->oid, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_EXTENSION, extension->name);
	if (mig_compat_schema_aclcheck(schema, GetUserId(), ACL_CREATE) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_SCHEMA, get_namespace_name(schema));
}

/* As the bootstrap superuser: the members may be anybody's. */
static void
move_extension(const Extension *extension, Oid from, Oid to)
{
	Oid			user;
	int			context;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(BOOTSTRAP_SUPERUSERID, context | SECURITY_LOCAL_USERID_CHANGE);
	move_members(extension->oid, from, to);
	SetUserIdAndSecContext(user, context);
	mig_catalog_update(ExtensionRelationId, ExtensionOidIndexId, Anum_pg_extension_oid, extension->oid,
				  Anum_pg_extension_extnamespace, ObjectIdGetDatum(to));
	(void) changeDependencyFor(ExtensionRelationId, extension->oid, NamespaceRelationId, from, to);
}

static Extension *
find(const MigExtensions *extensions, const char *name)
{
	ListCell   *cell;

	foreach(cell, extensions->list)
		if (strcmp(((Extension *) lfirst(cell))->name, name) == 0)
			return lfirst(cell);
	return NULL;
}

static void
rename_extension(const Extension *extension, const char *name)
{
	NameData	shown;

	namestrcpy(&shown, name);
	mig_catalog_update(ExtensionRelationId, ExtensionOidIndexId, Anum_pg_extension_oid, extension->oid,
					   Anum_pg_extension_extname, NameGetDatum(&shown));
}

/* The version that it has by now; NULL: it is gone. */
static const char *
version_now(const Extension *extension)
{
	const Oid	types[] = {OIDOID};
	const Datum values[] = {ObjectIdGetDatum(extension->oid)};
	const MigArgs args = {1, types, values};
	MigRows    *rows = mig_spi_query("SELECT extversion FROM pg_extension WHERE oid = $1", &args);

	return rows->nrows > 0 ? mig_cell(rows, 0, 0) : NULL;
}

static void
update_extension(const Extension *extension, const char *version)
{
	mig_spi_query_once(psprintf("ALTER EXTENSION %s UPDATE TO %s", quote_identifier(extension->name),
								quote_literal_cstr(version)), NULL);
}

bool
mig_extensions_show(const MigExtensions *extensions, const char *name, const char *schema, const char *version)
{
	const Extension *extension = extensions->elsewhere ? NULL : find(extensions, name);
	const char *now = extension ? version_now(extension) : NULL;
	bool		other = now && version && strcmp(now, version) != 0;
	Oid			to;

	if (now == NULL || (other && !mig_update_possible(name, now, version)))
		return false;
	to = get_namespace_oid(schema ? schema : extension->schema, false);
	rename_extension(extension, name);
	if (to != extension->schemaoid)
	{
		check_may_move(extension, to);
		move_extension(extension, extension->schemaoid, to);
	}
	if (other)
		update_extension(extension, version);
	return true;
}

/*
 * Is it used by what is out of sight?  That has a hidden name in its identity,
 * or none where its row was taken out.  An error if it is used by anything else.
 * *schema is set to the one that it is in now.
 */
static bool
is_used(const Extension *extension, Oid *schema)
{
	const Oid	types[] = {OIDOID};
	const Datum values[] = {ObjectIdGetDatum(extension->oid)};
	const MigArgs args = {1, types, values};
	MigRows    *rows = mig_spi_query("WITH RECURSIVE own(classid, objid) AS ("
									 "  VALUES ('pg_extension'::regclass::oid, $1)"
									 "  UNION SELECT d.classid, d.objid FROM own o"
									 "    JOIN pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid"
									 "   WHERE d.deptype IN ('e', 'i', 'a') AND"
									 "         (o.classid <> 'pg_extension'::regclass OR d.deptype = 'e')),"
									 " users AS (SELECT DISTINCT d.classid, d.objid, d.objsubid"
									 "    FROM own o JOIN pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid"
									 "   WHERE (d.classid, d.objid) NOT IN (SELECT classid, objid FROM own)),"
									 " named AS (SELECT pg_describe_object(classid, objid, objsubid) AS name,"
									 "    (pg_identify_object(classid, objid, objsubid)).identity AS identity FROM users)"
									 " SELECT count(*), string_agg(name, ', ' ORDER BY name COLLATE \"C\") FILTER"
									 "        (WHERE " MIG_SCOPE_SHOWN("identity") " AND identity !~ '[ .\"]" MIG_SCOPE_HIDDEN "'),"
									 "        (SELECT extnamespace FROM pg_extension WHERE oid = $1)"
									 "   FROM named", &args);
	const char *seen = mig_cell(rows, 0, 1);

	*schema = atooid(mig_cell(rows, 0, 2));
	if (seen != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
				 errmsg("cannot drop extension %s because other objects depend on it", extension->name),
				 errdetail("They are: %s.", seen),
				 errhint("Drop or change them first.")));
	return atoi(mig_cell(rows, 0, 0)) > 0;
}

bool
mig_extensions_hide(const MigExtensions *extensions, const char *name)
{
	const Extension *extension = extensions->elsewhere ? NULL : find(extensions, name);
	Oid			in;

	if (extension == NULL || get_extension_oid(name, true) != extension->oid || !is_used(extension, &in))
		return false;
	if (!mig_compat_owns_extension(extension->oid, GetUserId()))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_EXTENSION, name);
	rename_extension(extension, psprintf(MIG_SCOPE_HIDDEN "%u", extension->oid));
	if (in != extension->schemaoid)
		move_extension(extension, in, extension->schemaoid);
	return true;
}

const char *
mig_extensions_version(const MigExtensions *extensions, const char *name)
{
	const Extension *extension = find(extensions, name);

	return extension ? extension->version : NULL;
}

void
mig_extensions_pack(StringInfo out)
{
	const List *extensions = mig_extensions_list()->list;
	const ListCell *cell;

	pq_sendint32(out, list_length(extensions));
	foreach(cell, extensions)
	{
		const Extension *extension = lfirst(cell);

		mig_pack_text(out, extension->name);
		mig_pack_text(out, extension->version);
	}
}

MigExtensions *
mig_extensions_read(StringInfo in)
{
	MigExtensions  *extensions = palloc0(sizeof(MigExtensions));

	extensions->elsewhere = true;
	for (int n = pq_getmsgint(in, 4); n > 0; n--)
	{
		Extension *extension = palloc0(sizeof(Extension));

		extension->name = mig_pack_read_text(in);
		extension->version = mig_pack_read_text(in);
		extensions->list = lappend(extensions->list, extension);
	}
	return extensions;
}
