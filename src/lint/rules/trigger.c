/*
 * trigger.c
 *	  Rules about triggers and rewrite rules.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "commands/policy.h"
#include "commands/trigger.h"
#include "rewrite/rewriteSupport.h"
#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"

static void
check_create(MigLint *lint, Node *node)
{
	mig_lint_report(lint,
					psprintf("creating trigger %s waits for writes to %s to end, and lets no other begin until then",
							 quote_identifier(castNode(CreateTrigStmt, node)->trigname), mig_say_target(lint)),
					NULL);
}

const MigRule mig_rule_create_trigger = {
	.name = "create-trigger",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = ShareRowExclusiveLock,
	.summary = "CREATE TRIGGER locks the table against writes, if briefly.",
	.nodes = {T_CreateTrigStmt},
	.check = check_create,
};

/* IF EXISTS of what does not: no lock is taken. */
static bool
is_missing(const DropStmt *drop, const MigTable *table, const char *name)
{
	if (!drop->missing_ok || !OidIsValid(table->oid))
		return false;
	switch (drop->removeType)
	{
		case OBJECT_TRIGGER:
			return !OidIsValid(get_trigger_oid(table->oid, name, true));
		case OBJECT_RULE:
			return !OidIsValid(get_rewrite_oid(table->oid, name, true));
		default:
			return !OidIsValid(get_relation_policy_oid(table->oid, name, true));
	}
}

/* What is dropped at a table: trigger, rule, policy. */
static void
check_drop(MigLint *lint, Node *node)
{
	DropStmt   *drop = castNode(DropStmt, node);
	ListCell   *lc;

	if (drop->removeType != OBJECT_TRIGGER && drop->removeType != OBJECT_RULE && drop->removeType != OBJECT_POLICY)
		return;
	foreach(lc, drop->objects)
	{
		List	   *names = lfirst(lc);
		MigTable   *table = mig_scene_find(lint->scene, makeRangeVarFromNameList(list_copy_head(names, list_length(names) - 1)));

		if (mig_scene_known(table) && mig_lint_concerns(lint, table) &&
			!is_missing(drop, table, strVal(llast(names))))
			mig_lint_report(lint,
							psprintf("dropping %s locks table %s%s against everybody, if briefly",
									 quote_identifier(strVal(llast(names))), mig_say_table(table), mig_say_rows(table)),
							NULL);
	}
}

const MigRule mig_rule_drop_trigger = {
	.name = "drop-trigger",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "Dropping a trigger, a rule or a policy locks its table against everybody, if briefly.",
	.nodes = {T_DropStmt},
	.check = check_drop,
};

static void
check_rule(MigLint *lint, Node *node)
{
	mig_lint_report(lint,
					psprintf("rule %s rewrites whatever uses table %s, which is locked against everybody, if briefly",
							 quote_identifier(castNode(RuleStmt, node)->rulename), mig_say_relation(lint->relation)),
					"-- a trigger is called for each row that is really written");
}

const MigRule mig_rule_create_rule = {
	.name = "create-rule",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "A rule rewrites queries, and creating one locks the table against everybody, if briefly.",
	.nodes = {T_RuleStmt},
	.check = check_rule,
};

/* Triggers that are to be silent, without others that wake them again. */
static void
report_disabled(MigLint *lint, MigTable *table, const char *name)
{
	mig_lint_report(lint,
					psprintf("%s of table %s stay disabled for all clients", name, mig_say_table(table)),
					psprintf("-- in a session that loads data, and for itself alone:\n"
							 "SET LOCAL session_replication_role = replica;"));
}

static void
finish_disable(MigLint *lint)
{
	mig_lint_recall(lint, report_disabled);
}

static void
check_disable(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);

	switch (cmd->subtype)
	{
		case AT_DisableTrig:
		case AT_EnableTrig:
		case AT_EnableAlwaysTrig:
			if (cmd->subtype == AT_DisableTrig)
				mig_lint_remember(lint, lint->table, psprintf("trigger %s", quote_identifier(cmd->name)));
			else
				mig_lint_forget(lint, lint->table->name, psprintf("trigger %s", quote_identifier(cmd->name)));
			break;
		case AT_DisableTrigAll:
			mig_lint_remember(lint, lint->table, "all triggers, with them foreign keys,");
			break;
		case AT_EnableTrigAll:
			mig_lint_forget(lint, lint->table->name, "all triggers, with them foreign keys,");
			break;
		case AT_DisableTrigUser:
			mig_lint_remember(lint, lint->table, "triggers");
			break;
		case AT_EnableTrigUser:
			mig_lint_forget(lint, lint->table->name, "triggers");
			break;
		default:
			break;
	}
}

const MigRule mig_rule_disable_trigger = {
	.name = "disable-trigger",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_DESIGN,
	.lock = ShareRowExclusiveLock,
	.summary = "A trigger that is disabled, and not enabled again, keeps nothing any more, for nobody.",
	.nodes = {T_AlterTableCmd},
	.check = check_disable,
	.finish = finish_disable,
};
