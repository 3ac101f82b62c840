/*
 * show.c
 *	  Shows the parts of a statement to the rules that look at their like.
 */
#include "postgres.h"

#include "lint/show.h"
#include "lint/words.h"

static bool
looks_at(const MigRule *rule, NodeTag tag)
{
	for (int i = 0; i < lengthof(rule->nodes) && rule->nodes[i] != T_Invalid; i++)
		if (rule->nodes[i] == tag)
			return true;
	return false;
}

/* Shows a part to all rules that look at its like. */
static void
show(MigLint *lint, const List *rules, void *node)
{
	ListCell   *lc;

	foreach(lc, rules)
	{
		lint->rule = lfirst(lc);
		if (looks_at(lint->rule, nodeTag(node)) &&
			(lint->table == NULL || (lint->rule->traits & MIG_RULE_OTHERS) ||
			 mig_lint_concerns(lint, lint->table)))
			lint->rule->check(lint, node);
	}
}

static void
show_column(MigLint *lint, const List *rules, ColumnDef *column)
{
	ListCell   *lc;

	lint->column = column;
	show(lint, rules, column);
	foreach(lc, column->constraints)
		show(lint, rules, lfirst(lc));
	lint->column = NULL;
}

/* A column, a constraint, or something that no rule looks into. */
static void
show_element(MigLint *lint, const List *rules, Node *element)
{
	if (element == NULL)
		return;
	if (IsA(element, ColumnDef))
		show_column(lint, rules, (ColumnDef *) element);
	else if (IsA(element, Constraint))
		show(lint, rules, element);
}

static void
show_actions(MigLint *lint, const List *rules, AlterTableStmt *alter)
{
	List	   *actions = mig_words_actions(lint->words, alter->relation->location);
	ListCell   *lc;

	foreach(lc, alter->cmds)
	{
		AlterTableCmd *cmd = lfirst_node(AlterTableCmd, lc);
		int			i = foreach_current_index(lc);

		lint->cmd = cmd;
		lint->action = "";
		if (i < list_length(actions))
		{
			MigWord    *action = list_nth(actions, i);

			lint->action = mig_words_part(lint->words, action->start, action->end);
		}
		show(lint, rules, cmd);
		if (cmd->subtype == AT_AddColumn || cmd->subtype == AT_AddConstraint)
			show_element(lint, rules, cmd->def);
	}
	lint->cmd = NULL;
}

void
mig_show_statement(MigLint *lint, const List *rules)
{
	ListCell   *lc;

	show(lint, rules, lint->stmt);
	if (IsA(lint->stmt, AlterTableStmt))
		show_actions(lint, rules, (AlterTableStmt *) lint->stmt);
	else if (IsA(lint->stmt, CreateStmt))
		foreach(lc, ((CreateStmt *) lint->stmt)->tableElts)
			show_element(lint, rules, lfirst(lc));
}
