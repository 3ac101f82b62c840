/*
 * alter.c
 *	  ALTER TABLE, whose subcommands are rewritten one by one.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "lib/stringinfo.h"

#include "base/text.h"
#include "online/alter.h"
#include "online/column.h"
#include "online/constraint.h"
#include "online/rewrite.h"

typedef struct Form
{
	AlterTableType type;
	/* Would it block others for long? */
	bool		(*blocks) (const MigAltering *alter, const MigSubcommand *sub);
	void		(*write) (const MigAltering *alter, const MigSubcommand *sub);
} Form;

static const Form forms[] = {
	{AT_AddConstraint, mig_constraint_blocks, mig_constraint_write},
	{AT_SetNotNull, mig_constraint_not_null_blocks, mig_constraint_not_null_write},
	{AT_ValidateConstraint, mig_constraint_validate_blocks, mig_constraint_validate_write},
	{AT_AddColumn, mig_column_blocks, mig_column_write},
};

/* The form of a subcommand that would block; NULL when it may stay as it is. */
static const Form *
find_form(const MigAltering *alter, const MigSubcommand *sub)
{
	for (int i = 0; i < lengthof(forms); i++)
		if (forms[i].type == sub->cmd->subtype && forms[i].blocks(alter, sub))
			return &forms[i];
	return NULL;
}

/* The first token after the name of the table. */
static int
skip_name(const MigTokens *tokens, const RangeVar *name)
{
	int			at = mig_token_at(tokens, name->location) + 1;

	while (mig_token_is(tokens, at, "."))
		at += 2;
	while (mig_token_is(tokens, at, ")") || mig_token_is(tokens, at, "*"))
		at++;
	return at;
}

/* The subcommands, List of MigSubcommand *; NIL when they are not where they should be. */
static List *
cut_subcommands(const MigTokens *tokens, const AlterTableStmt *stmt)
{
	int			at = skip_name(tokens, stmt->relation);
	List	   *subs = NIL;
	ListCell   *lc;

	foreach(lc, stmt->cmds)
	{
		MigSubcommand *sub = palloc(sizeof(MigSubcommand));
		int			comma = mig_token_find(tokens, at, tokens->n, ",", 0);

		sub->cmd = lfirst_node(AlterTableCmd, lc);
		sub->first = at;
		sub->stop = comma >= 0 ? comma : tokens->n;
		at = sub->stop + 1;
		subs = lappend(subs, sub);
	}
	return at == tokens->n + 1 ? subs : NIL;
}

/* Those that stay as they are and stand together stay together. */
static List *
add_kept(const MigAltering *alter, List *kept)
{
	if (kept != NIL)
		mig_form_add(alter->form, "%s %s", alter->start, mig_text_join(kept, ", "));
	return NIL;
}

static void
write_subcommands(const MigAltering *alter, const List *subs)
{
	List	   *kept = NIL;
	ListCell   *lc;

	foreach(lc, subs)
	{
		const MigSubcommand *sub = lfirst(lc);
		const Form *form = find_form(alter, sub);

		if (form == NULL)
		{
			kept = lappend(kept, mig_token_text(alter->tokens, sub->first, sub->stop));
			continue;
		}
		kept = add_kept(alter, kept);
		form->write(alter, sub);
	}
	add_kept(alter, kept);
}

bool
mig_online_alter(MigForm *form, Node *node, const char *text)
{
	AlterTableStmt *stmt = castNode(AlterTableStmt, node);
	MigTokens  *tokens = mig_token_cut(text);
	MigAltering alter = {form, mig_form_subject(form, stmt->relation), tokens};
	List	   *subs = cut_subcommands(tokens, stmt);
	ListCell   *lc;

	if (!OidIsValid(alter.table.oid) ||
		!(alter.table.kind == RELKIND_RELATION || alter.table.kind == RELKIND_PARTITIONED_TABLE))
		return false;
	alter.start = mig_token_text(tokens, 0, skip_name(tokens, stmt->relation));
	foreach(lc, subs)
		if (find_form(&alter, lfirst(lc)) != NULL)
		{
			write_subcommands(&alter, subs);
			return true;
		}
	return false;
}

void
mig_online_alter_add(const MigAltering *alter, const char *subcommand)
{
	const char *statement = psprintf("%s %s", alter->start, subcommand);

	if (!mig_online_rewrite(alter->form, statement))
		mig_form_add(alter->form, "%s", statement);
}
