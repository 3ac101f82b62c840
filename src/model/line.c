/*
 * line.c
 *	  A statement of a model that is to be built in part.
 */
#include "postgres.h"

#include "nodes/parsenodes.h"

#include "base/mention.h"
#include "base/token.h"
#include "model/line.h"

/* What others never need is made by these. */
static const NodeTag adds_parts[] = {
	T_AlterPolicyStmt, T_CommentStmt, T_CreatePolicyStmt, T_CreateStatsStmt, T_CreateTrigStmt,
	T_GrantStmt, T_SecLabelStmt,
};

/* What these make stands before the first parenthesis or AS, and what that needs behind. */
static const NodeTag creates[] = {
	T_CompositeTypeStmt, T_CreateDomainStmt, T_CreateEnumStmt, T_CreateForeignTableStmt, T_CreateFunctionStmt,
	T_CreateRangeStmt, T_CreateStmt, T_CreateTableAsStmt, T_ViewStmt,
};

char *
mig_line_text(const MigLine *line)
{
	return mig_script_text(line->cut, &line->cut->stmts[line->number]);
}

static NodeTag
node_of(const MigLine *line)
{
	return line->cut->stmts[line->number].node;
}

/* The table that the statement adds something to or alters; NULL: see its words. */
static const RangeVar *
table_of(const MigLine *line)
{
	Node	   *node = mig_script_parse(mig_line_text(line))->stmt;

	switch (nodeTag(node))
	{
		case T_AlterTableStmt:
			return ((AlterTableStmt *) node)->relation;
		case T_CreatePolicyStmt:
			return ((CreatePolicyStmt *) node)->table;
		case T_CreateTrigStmt:
			return ((CreateTrigStmt *) node)->relation;
		case T_IndexStmt:
			return ((IndexStmt *) node)->relation;
		case T_RuleStmt:
			return ((RuleStmt *) node)->relation;
		default:
			return NULL;
	}
}

/* The text up to where what is created is described. */
static char *
head_of(const MigLine *line)
{
	MigTokens  *tokens = mig_token_cut(mig_line_text(line));
	int			stop = 0;

	while (stop < tokens->n && !mig_token_is(tokens, stop, "(") && !mig_token_is(tokens, stop, "as"))
		stop++;
	return mig_token_text(tokens, 0, stop);
}

bool
mig_line_targets(const MigLine *line, void (*use) (const char *word, void *arg), void *arg)
{
	const RangeVar *table = table_of(line);

	if (table != NULL)
	{
		use(table->relname, arg);
		return true;
	}
	for (int i = 0; i < lengthof(creates); i++)
		if (creates[i] == node_of(line))
			return mig_mention_each(head_of(line), 0, use, arg);
	return mig_mention_each(mig_line_text(line), 0, use, arg);
}

/* The server records no dependency on what these make their roots like. */
bool
mig_line_copies(const MigLine *line)
{
	MigTokens  *tokens;

	switch (node_of(line))
	{
		case T_CreateTableAsStmt:
			return true;
		case T_CreateStmt:
			tokens = mig_token_cut(mig_line_text(line));
			return mig_token_find(tokens, 0, tokens->n, "like", 1) >= 0;
		case T_CreateFunctionStmt:
			tokens = mig_token_cut(mig_line_text(line));
			return mig_token_find(tokens, 0, tokens->n, "%", 0) >= 0 ||
				mig_token_find(tokens, 0, tokens->n, "%", 1) >= 0;
		default:
			return false;
	}
}

/* Is it an ALTER TABLE that does nothing but add foreign keys? */
static bool
adds_foreign_keys(const MigLine *line)
{
	const AlterTableStmt *stmt;
	ListCell   *cell;

	if (node_of(line) != T_AlterTableStmt)
		return false;
	stmt = (const AlterTableStmt *) mig_script_parse(mig_line_text(line))->stmt;
	foreach(cell, stmt->cmds)
	{
		const AlterTableCmd *cmd = lfirst(cell);

		if (cmd->subtype != AT_AddConstraint || ((Constraint *) cmd->def)->contype != CONSTR_FOREIGN)
			return false;
	}
	return true;
}

bool
mig_line_is_needless(const MigLine *line)
{
	for (int i = 0; i < lengthof(adds_parts); i++)
		if (adds_parts[i] == node_of(line))
			return true;
	return adds_foreign_keys(line);
}
