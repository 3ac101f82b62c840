/*
 * storage.c
 *	  Rules about where and how the rows of a table are kept.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "commands/tablespace.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "lint/locks.h"
#include "lint/rules.h"
#include "lint/say.h"

#define QUIET_HOUR "-- in a revision of its own, in a quiet hour: there is no way beside traffic"

/* "SETTING orders ...": every row is written anew. */
static void
report_copy(MigLint *lint, const char *what)
{
	mig_lint_report(lint,
					psprintf("%s writes all of %s anew while nobody else can read or write it", what, mig_say_target(lint)),
					QUIET_HOUR);
}

static void
check_logged(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	char		wanted = cmd->subtype == AT_SetLogged ? RELPERSISTENCE_PERMANENT : RELPERSISTENCE_UNLOGGED;

	if ((cmd->subtype == AT_SetLogged || cmd->subtype == AT_SetUnLogged) &&
		!(OidIsValid(lint->table->oid) && get_rel_persistence(lint->table->oid) == wanted))
		report_copy(lint, wanted == RELPERSISTENCE_PERMANENT ? "SET LOGGED" : "SET UNLOGGED");
}

const MigRule mig_rule_set_logged = {
	.name = "set-logged",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "SET LOGGED and SET UNLOGGED write the whole table anew.",
	.nodes = {T_AlterTableCmd},
	.check = check_logged,
};

static void
check_method(MigLint *lint, Node *node)
{
	if (castNode(AlterTableCmd, node)->subtype == AT_SetAccessMethod)
		report_copy(lint, "SET ACCESS METHOD");
}

const MigRule mig_rule_set_access_method = {
	.name = "set-access-method",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "SET ACCESS METHOD writes the whole table anew.",
	.nodes = {T_AlterTableCmd},
	.check = check_method,
};

static bool
is_in_tablespace(const MigTable *table, const char *name)
{
	Oid			wanted = get_tablespace_oid(name, true);
	Oid			current = OidIsValid(table->oid) ? get_rel_tablespace(table->oid) : InvalidOid;

	return OidIsValid(wanted) && wanted == (OidIsValid(current) ? current : MyDatabaseTableSpace);
}

static void
check_tablespace(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);

	if (cmd->subtype == AT_SetTableSpace && !is_in_tablespace(lint->table, cmd->name))
		report_copy(lint, "SET TABLESPACE");
}

const MigRule mig_rule_set_tablespace = {
	.name = "set-tablespace",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "SET TABLESPACE copies the whole table.",
	.nodes = {T_AlterTableCmd},
	.check = check_tablespace,
};

static void
check_storage(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);

	if (cmd->subtype == AT_SetStorage || cmd->subtype == AT_SetCompression)
		mig_lint_report(lint,
						psprintf("how column %s is stored changes for new values only, and locks %s against everybody, if briefly",
								 quote_identifier(cmd->name), mig_say_target(lint)),
						NULL);
}

const MigRule mig_rule_set_storage = {
	.name = "set-storage",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "SET STORAGE and SET COMPRESSION are about new values only, and lock the table against everybody, if briefly.",
	.nodes = {T_AlterTableCmd},
	.check = check_storage,
};

static void
check_cluster(MigLint *lint, Node *node)
{
	report_copy(lint, "CLUSTER");
}

const MigRule mig_rule_cluster = {
	.name = "cluster",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE | MIG_DOES_SCAN,
	.summary = "CLUSTER writes the whole table anew while nobody else can read or write it.",
	.nodes = {T_ClusterStmt},
	.check = check_cluster,
};

static void
check_vacuum(MigLint *lint, Node *node)
{
	VacuumStmt *vacuum = castNode(VacuumStmt, node);
	ListCell   *lc;

	if (!mig_locks_option(vacuum->options, "full"))
		return;
	if (vacuum->rels == NIL)
		mig_lint_report(lint, "VACUUM FULL writes one table after the other anew while nobody else can read or write it", NULL);
	foreach(lc, vacuum->rels)
	{
		const RangeVar *name = lfirst_node(VacuumRelation, lc)->relation;
		MigTable   *table = mig_scene_find(lint->scene, name);

		if (mig_lint_concerns(lint, table))
			mig_lint_report(lint,
							psprintf("VACUUM FULL writes all of table %s%s anew while nobody else can read or write it",
									 mig_say_relation(name), mig_say_rows(table)),
							psprintf(MIG_SAY_ALONE "VACUUM %s;\n-- or, to give space back to the system, a quiet hour",
									 mig_say_relation(name)));
	}
}

const MigRule mig_rule_vacuum_full = {
	.name = "vacuum-full",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_REWRITE,
	.summary = "VACUUM FULL writes the whole table anew while nobody else can read or write it.",
	.nodes = {T_VacuumStmt},
	.check = check_vacuum,
};
