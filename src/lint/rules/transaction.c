/*
 * transaction.c
 *	  Rules about what statements of one transaction do to each other: which of
 *	  their locks are held while others work.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "base/text.h"
#include "lint/rules.h"
#include "lint/say.h"

/* The first of the locks against everybody that a statement is run under. */
static const MigTaking *
held_before(const MigLint *lint, int statement)
{
	ListCell   *lc;

	foreach(lc, lint->taken)
	{
		const MigTaking *taking = lfirst(lc);

		if (taking->statement < statement && taking->mode == AccessExclusiveLock &&
			mig_scene_known(taking->table) && mig_lint_concerns(lint, taking->table))
			return taking;
	}
	return NULL;
}

/* Statements that write as many rows as it takes. */
static void
remember_work(MigLint *lint, Node *node)
{
	bool		is_work = !IsA(node, InsertStmt) ||
		(((InsertStmt *) node)->selectStmt != NULL &&
		 castNode(SelectStmt, ((InsertStmt *) node)->selectStmt)->valuesLists == NIL);

	if (is_work && lint->table != NULL && mig_lint_concerns(lint, lint->table))
		mig_lint_remember(lint, lint->table, "");
}

static void
report_work(MigLint *lint, int statement, List **seen)
{
	const MigTaking *held = held_before(lint, statement);

	if (held == NULL || list_member_int(*seen, statement))
		return;
	*seen = lappend_int(*seen, statement);
	lint->number = statement;
	mig_lint_report(lint,
					psprintf("it takes its time while nobody else can read or write table %s, which statement %d has locked until the end of the transaction",
							 mig_say_table(held->table), held->statement + 1),
					"-- in a revision of its own, or before the statement that locks");
	lint->number = -1;
}

/* Long is what rules have said to read or write a whole table, and what changes rows. */
static void
finish_work(MigLint *lint)
{
	List	   *seen = NIL;
	int			n = list_length(lint->findings);
	ListCell   *lc;

	foreach(lc, lint->memos)
		if (((MigMemo *) lfirst(lc))->rule == lint->rule)
			report_work(lint, ((MigMemo *) lfirst(lc))->statement, &seen);
	for (int i = 0; i < n; i++)
	{
		const MigFinding *finding = list_nth(lint->findings, i);

		if (finding->statement > 0 && (finding->rule->does & (MIG_DOES_SCAN | MIG_DOES_REWRITE)))
			report_work(lint, finding->statement - 1, &seen);
	}
}

const MigRule mig_rule_work_under_lock = {
	.name = "work-under-lock",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS | MIG_RULE_BLOCK,
	.summary = "A statement that takes long runs while an earlier one of the transaction has locked a table against everybody.",
	.nodes = {T_UpdateStmt, T_DeleteStmt, T_InsertStmt, T_MergeStmt, T_CopyStmt},
	.check = remember_work,
	.finish = finish_work,
};

/* The tables that are locked against everybody, one after the other. */
static void
finish_several(MigLint *lint)
{
	List	   *tables = NIL;
	List	   *names = NIL;
	List	   *statements = NIL;
	ListCell   *lc;

	foreach(lc, lint->taken)
	{
		const MigTaking *taking = lfirst(lc);

		if (taking->mode < AccessExclusiveLock || !mig_scene_known(taking->table) ||
			!mig_lint_concerns(lint, taking->table) || list_member_ptr(tables, taking->table))
			continue;
		tables = lappend(tables, taking->table);
		names = lappend(names, unconstify(char *, mig_say_table(taking->table)));
		statements = list_append_unique_int(statements, taking->statement);
	}
	if (list_length(statements) > 1)
		mig_lint_report(lint,
						psprintf("%d tables are locked against everybody, one after the other, until the end of the transaction: %s",
								 list_length(tables), mig_say_joined(names)),
						psprintf("-- a revision for each table; or all locks at once, in the order in which others take them:\n"
								 "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE;", mig_say_joined(names)));
}

const MigRule mig_rule_several_tables = {
	.name = "several-tables",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS | MIG_RULE_BLOCK,
	.summary = "One table is locked against everybody while the lock of another is waited for.",
	.finish = finish_several,
};

/* Has a statement been found to read or write all of its table? */
static bool
passes_over(const MigLint *lint, int statement)
{
	ListCell   *lc;

	foreach(lc, lint->findings)
	{
		const MigFinding *finding = lfirst(lc);

		if (finding->statement == statement + 1 && finding->rule->lock == AccessExclusiveLock &&
			(finding->rule->does & (MIG_DOES_SCAN | MIG_DOES_REWRITE)))
			return true;
	}
	return false;
}

static void
check_many(MigLint *lint, Node *node)
{
	if (castNode(AlterTableStmt, node)->objtype == OBJECT_TABLE)
		mig_lint_remember(lint, lint->table, "");
}

/* Reported at the second, and each after it. */
static void
finish_many(MigLint *lint)
{
	List	   *tables = NIL;
	ListCell   *lc;

	foreach(lc, lint->memos)
	{
		const MigMemo *memo = lfirst(lc);

		if (memo->rule != lint->rule || !passes_over(lint, memo->statement))
			continue;
		if (mig_text_among(tables, memo->table))
		{
			lint->number = memo->statement;
			mig_lint_report(lint,
							psprintf("table %s is gone through once more; one ALTER TABLE with both actions does it once",
									 quote_identifier(memo->table)),
							"-- ALTER TABLE ... action, action");
		}
		tables = lappend(tables, unconstify(char *, memo->table));
	}
	lint->number = -1;
}

const MigRule mig_rule_many_alters = {
	.name = "many-alters",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.summary = "Several ALTER TABLEs go through the same table, where one could do it all.",
	.nodes = {T_AlterTableStmt},
	.check = check_many,
	.finish = finish_many,
};
