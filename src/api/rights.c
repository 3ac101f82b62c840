/*
 * rights.c
 *	  The doors to the three predefined grants: reading, authoring, running.
 *
 * They are plain GRANTs, given with the caller's rights; what a door needs of
 * the tables is granted with it, because no function of ours runs with any
 * other rights than the caller's.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/array.h"
#include "base/spi.h"

PG_FUNCTION_INFO_V1(migrate_grant_access);
PG_FUNCTION_INFO_V1(migrate_revoke_access);

/* What an access consists of; lists end with NULL. */
typedef struct Access
{
	const char *name;
	const char *const *tables;	/* "privileges ON tables" */
	const char *const *functions;	/* names in schema migrate, every overload */
} Access;

static const char *const reading_tables[] = {
	"USAGE ON SCHEMA migrate",
	"SELECT ON migrate.revisions, migrate.marks, migrate.applied, migrate.journal,"
	" migrate.log, migrate.runs, migrate.runs_alive, migrate.progress,"
	" migrate.model_parts, migrate.model_cache",
	NULL
};

static const char *const reading_functions[] = {
	"current", "history", "heads", "branches", "show", "graph", "resolve", "plan",
	"settings", "script", "model", "diff", "check", "drift", "lint", "lint_rules",
	"file_name", "file_text", "export", NULL
};

static const char *const authoring_tables[] = {
	"INSERT, DELETE ON migrate.revisions",
	"UPDATE (message, upgrade, downgrade, verify, derived, down_revision, depends_on, branch_label, transactional)"
	" ON migrate.revisions",
	"INSERT, UPDATE, DELETE ON migrate.model_parts",
	NULL
};

/* What capture stores is applied already: it needs running, too. */
static const char *const authoring_functions[] = {
	"revision", "merge", "edit", "remove", "set_model", "capture", "baseline", "digest", "online",
	"add_file", "add_files", "import", NULL
};

static const char *const running_tables[] = {
	"INSERT, UPDATE, DELETE ON migrate.marks, migrate.applied",
	"INSERT, UPDATE ON migrate.journal, migrate.runs",
	NULL
};

static const char *const running_functions[] = {
	"upgrade", "downgrade", "stamp", "deploy", "rollback", "deploy_async", "rollback_async", "cancel", "wait",
	"backfill", "rehearse", NULL
};

static const Access accesses[] = {
	{"reading", reading_tables, reading_functions},
	{"authoring", authoring_tables, authoring_functions},
	{"running", running_tables, running_functions},
};

/* Every access includes this one. */
#define READING (&accesses[0])

/* The names with arguments of functions and procedures, by their names. */
static MigRows *
find_routines(const char *const *names)
{
	int			n = 0;
	Datum		values[1];
	MigArgs		args = {1, (Oid[]) {TEXTARRAYOID}, values, NULL};

	while (names[n] != NULL)
		n++;
	values[0] = mig_array_texts(names, n);
	return mig_spi_query("SELECT p.oid::regprocedure FROM pg_proc p"
						 " JOIN pg_namespace n ON n.oid = p.pronamespace"
						 " WHERE n.nspname = 'migrate' AND p.proname = ANY ($1) ORDER BY 1", &args);
}

/* verb is "GRANT %s TO %s" or "REVOKE %s FROM %s". */
static void
change(const char *verb, const Access *access, const char *role)
{
	MigRows    *routines = find_routines(access->functions);

	for (int i = 0; access->tables[i] != NULL; i++)
		(void) mig_spi_query_once(psprintf(verb, access->tables[i], role), NULL);
	for (int i = 0; i < routines->nrows; i++)
		(void) mig_spi_query_once(psprintf(verb,
										   psprintf("EXECUTE ON ROUTINE %s", mig_cell(routines, i, 0)),
										   role), NULL);
}

static const char *
quoted_role(Oid role)
{
	return quote_identifier(GetUserNameFromId(role, false));
}

Datum
migrate_grant_access(PG_FUNCTION_ARGS)
{
	const char *role = quoted_role(PG_GETARG_OID(0));
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(1));

	for (int i = 0; i < lengthof(accesses); i++)
		if (strcmp(accesses[i].name, name) == 0)
		{
			change("GRANT %s TO %s", READING, role);
			if (&accesses[i] != READING)
				change("GRANT %s TO %s", &accesses[i], role);
			PG_RETURN_VOID();
		}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized access \"%s\"", name),
			 errhint("Accesses are reading, authoring and running.")));
}

Datum
migrate_revoke_access(PG_FUNCTION_ARGS)
{
	const char *role = quoted_role(PG_GETARG_OID(0));

	for (int i = 0; i < lengthof(accesses); i++)
		change("REVOKE %s FROM %s", &accesses[i], role);
	PG_RETURN_VOID();
}
