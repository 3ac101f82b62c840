/*
 * shadow.c
 *	  The shadow: a subtransaction in which the managed schemas are empty, and
 *	  which is undone.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_database.h"
#include "catalog/pg_namespace.h"
#include "commands/dbcommands.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/guc.h"

#include "base/compat.h"
#include "base/subxact.h"
#include "model/shadow.h"

typedef struct Shadow
{
	List	   *schemas;
	void		(*work) (const MigHidden *hidden, void *arg);
	void	   *arg;
} Shadow;

/*
 * Who could put objects under the name of a schema that is not theirs could
 * have others' code call them: ownership is a matter of security here.
 */
void
mig_shadow_check_rights(List *schemas)
{
	ListCell   *cell;

	if (mig_compat_database_aclcheck(MyDatabaseId, GetUserId(), ACL_CREATE) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for database %s", get_database_name(MyDatabaseId)),
				 errdetail("The model is built in schemas that are made for it and undone."),
				 errhint("GRANT CREATE ON DATABASE to the role that autogenerates.")));

	foreach(cell, schemas)
	{
		Oid			schema = get_namespace_oid(lfirst(cell), true);

		if (OidIsValid(schema) && !mig_compat_owns_schema(schema, GetUserId()))
			ereport(ERROR,
					(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
					 errmsg("must be owner of schema %s", (char *) lfirst(cell)),
					 errdetail("It is one of the managed schemas, and the model is built under its name."),
					 errhint("Call this as its owner, or take it out of the setting \"migrate.schemas\".")));
	}
}

static void
work_hidden(void *arg)
{
	Shadow	   *shadow = arg;

	/* What bodies refer to may be created later. */
	(void) set_config_option("check_function_bodies", "off", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_LOCAL, true, 0, false);
	shadow->work(mig_hide_all(shadow->schemas), shadow->arg);
}

void
mig_shadow_run(List *schemas, void (*work) (const MigHidden *hidden, void *arg), void *arg)
{
	Shadow		shadow = {schemas, work, arg};

	mig_shadow_check_rights(schemas);
	mig_subxact_run(work_hidden, &shadow, false);
}
