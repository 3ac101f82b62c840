/*
 * shadow.c
 *	  The shadow: where a state is built and looked at without anybody seeing it.
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
#include "utils/memutils.h"

#include "base/compat.h"
#include "base/subxact.h"
#include "model/hide.h"
#include "model/scratch.h"
#include "model/shadow.h"
#include "run/gate.h"
#include "schema/snapshot.h"

struct MigShadow
{
	List	   *schemas;
	void		(*work) (MigShadow *shadow, void *arg);
	void	   *arg;
	const MigExtensions *extensions;
	int64		locks;			/* that what was loaded takes */
	bool		here;			/* it must be a subtransaction */
	bool		too_big;		/* for one */
	MigScratch *scratch;		/* NULL: it is in a subtransaction */
	MigCarry   *carry;			/* NULL: all that is read stands in it */
	MigStatements *statements;	/* of a model in a scratch database */
};

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
	MigShadow  *shadow = arg;

	/* What bodies refer to may be created later. */
	(void) set_config_option("check_function_bodies", "off", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_LOCAL, true, 0, false);
	shadow->extensions = mig_extensions_list();
	mig_hide_all(shadow->schemas);
	shadow->work(shadow, shadow->arg);
}

static void
run_scratch(MigShadow *shadow)
{
	shadow->scratch = mig_scratch_start(shadow->schemas, shadow->locks);
	shadow->work(shadow, shadow->arg);
	mig_scratch_stop(shadow->scratch);
}

static void
run_shadow(MigShadow *shadow)
{
	ErrorData  *error;

	mig_shadow_check_rights(shadow->schemas);
	error = mig_subxact_try(work_hidden, shadow, false);
	if (error == NULL)
		return;
	if (shadow->here || !shadow->too_big)
		ReThrowError(error);
	FreeErrorData(error);
	run_scratch(shadow);
}

void
mig_shadow_run(List *schemas, void (*work) (MigShadow *shadow, void *arg), void *arg)
{
	MigShadow	shadow = {.schemas = schemas,.work = work,.arg = arg};

	run_shadow(&shadow);
}

void
mig_shadow_run_here(List *schemas, void (*work) (MigShadow *shadow, void *arg), void *arg)
{
	MigShadow	shadow = {.schemas = schemas,.work = work,.arg = arg,.here = true};

	run_shadow(&shadow);
}

/*
 * While the lock table is full other sessions fail, too: what takes more than
 * half of it does not begin.  Where a scratch database helps the error is caught.
 */
static void
reserve_locks(MigShadow *shadow, const MigCut *cut)
{
	for (int i = 0; i < cut->nstmts; i++)
		shadow->locks += cut->stmts[i].locks;
	shadow->too_big = shadow->locks > mig_gate_lock_table_size() / 2;
	if (shadow->too_big)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many relations for one transaction"),
				 errdetail("The schema takes some " INT64_FORMAT " locks, more than half of the server's lock table.",
						   shadow->locks),
				 errhint("Increase \"max_locks_per_transaction\".")));
}

void
mig_shadow_load_cut(MigShadow *shadow, const MigCut *cut, MigLoadRules rules, MigAround around, void *arg)
{
	Assert(shadow->scratch == NULL);
	reserve_locks(shadow, cut);
	mig_load_run(cut, rules, shadow->extensions, around, arg);
}

static void
load_here(MigShadow *shadow, const char *text, const char *name, MigLoadRules rules,
		  MigAround around, void *arg)
{
	MemoryContext cxt = AllocSetContextCreate(CurrentMemoryContext, "migrate load", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	MigCut	   *cut = mig_load_cut(text, name, rules);

	if (shadow->carry != NULL)
		mig_carry_check_script(shadow->carry, text);
	mig_shadow_load_cut(shadow, cut, rules, around, arg);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(cxt);
}

void
mig_shadow_load(MigShadow *shadow, const char *text, const char *name, MigLoadRules rules)
{
	if (shadow->scratch != NULL)
		mig_scratch_load(shadow->scratch, text, name, rules);
	else
		load_here(shadow, text, name, rules, NULL, NULL);
}

void
mig_shadow_each(MigShadow *shadow, const char *text, const char *name, MigAround around, void *arg)
{
	Assert(shadow->here);
	load_here(shadow, text, name, MIG_LOAD_SCRIPT, around, arg);
}

MigFactBase *
mig_shadow_read(MigShadow *shadow)
{
	MigFactBase *read;

	if (shadow->scratch != NULL)
		return mig_scratch_read(shadow->scratch, &shadow->statements);
	read = mig_snapshot_read(shadow->schemas);
	return shadow->carry ? mig_carry_merge(shadow->carry, read) : read;
}

MigStatements *
mig_shadow_statements(const MigShadow *shadow)
{
	return shadow->statements;
}

bool
mig_shadow_is_here(const MigShadow *shadow)
{
	return shadow->scratch == NULL;
}

void
mig_shadow_carry(MigShadow *shadow, MigCarry *carry)
{
	shadow->carry = carry;
}

ErrorData *
mig_shadow_try(MigShadow *shadow, void (*work) (void *arg), void *arg, bool keep)
{
	ErrorData  *error;

	if (shadow->scratch == NULL)
		return mig_subxact_try(work, arg, keep);
	mig_scratch_begin(shadow->scratch);
	error = mig_subxact_try(work, arg, keep);
	mig_scratch_end(shadow->scratch, keep && error == NULL);
	return error;
}
