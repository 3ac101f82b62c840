/*
 * constraint.c
 *	  Constraints that are added, validated, and made of an index.
 *
 * NOT VALID and VALIDATE in two transactions: the scan of the second blocks no
 * writer.  NOT NULL in four: a CHECK that is valid saves SET NOT NULL its scan,
 * but not if it is dropped in the same command.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "commands/defrem.h"
#include "utils/builtins.h"
#include "utils/syscache.h"

#include "base/text.h"
#include "online/constraint.h"

/* What there is to know of a type of constraint. */
typedef struct Type
{
	ConstrType	parsed;
	char		stored;			/* pg_constraint.contype */
	const char *index;			/* its words, when it is made of an index */
} Type;

static const Type types[] = {
	{CONSTR_CHECK, CONSTRAINT_CHECK, NULL},
	{CONSTR_FOREIGN, CONSTRAINT_FOREIGN, NULL},
	{CONSTR_UNIQUE, CONSTRAINT_UNIQUE, "UNIQUE"},
	{CONSTR_PRIMARY, CONSTRAINT_PRIMARY, "PRIMARY KEY"},
};

static const Type *
find_type(const Constraint *constraint)
{
	for (int i = 0; i < lengthof(types); i++)
		if (types[i].parsed == constraint->contype)
			return &types[i];
	return NULL;
}

bool
mig_constraint_blocks(const MigAltering *alter, const MigSubcommand *sub)
{
	const Constraint *constraint = castNode(Constraint, sub->cmd->def);
	const Type *type = find_type(constraint);

	if (type == NULL)
		return false;
	if (type->index == NULL)
		return !constraint->skip_validation;
	return constraint->indexname == NULL && alter->table.kind == RELKIND_RELATION;
}

/* Its name, the one that the server would give it if it has none. */
static const char *
name_of(const MigAltering *alter, const MigSubcommand *sub, const Type *type)
{
	const Constraint *constraint = castNode(Constraint, sub->cmd->def);

	if (constraint->conname != NULL)
		return quote_identifier(constraint->conname);
	return quote_identifier(
		mig_form_constraint_name(alter->form, alter->table.oid, type->stored,
								 psprintf("%s %s", alter->start,
										  mig_token_text(alter->tokens, sub->first, sub->stop))));
}

static void
write_checked(const MigAltering *alter, const MigSubcommand *sub, const Type *type)
{
	const Constraint *constraint = castNode(Constraint, sub->cmd->def);
	const char *name = name_of(alter, sub, type);
	int			first = mig_token_at(alter->tokens, constraint->location);

	mig_form_add(alter->form, "%s ADD %s%s%s NOT VALID", alter->start,
				 constraint->conname ? "" : "CONSTRAINT ",
				 constraint->conname ? "" : psprintf("%s ", name),
				 mig_token_text(alter->tokens, first, sub->stop));
	mig_form_add(alter->form, "%s VALIDATE CONSTRAINT %s", alter->start, name);
}

/* "(a, b)" of a list of names. */
static const char *
names_in_parentheses(const List *names)
{
	List	   *quoted = NIL;
	ListCell   *lc;

	foreach(lc, names)
		quoted = lappend(quoted, (char *) quote_identifier(strVal(lfirst(lc))));
	return psprintf("(%s)", mig_text_join(quoted, ", "));
}

/* The storage parameters of a constraint's index, as they are written: " WITH (...)", or "". */
static const char *
storage_parameters(const MigAltering *alter, const MigSubcommand *sub)
{
	int			with = mig_token_find(alter->tokens, sub->first, sub->stop, "WITH", 0);
	int			close;

	if (with < 0)
		return "";
	close = mig_token_find(alter->tokens, with, sub->stop, ")", 0);
	return psprintf(" %s", mig_token_text(alter->tokens, with, close + 1));
}

static bool
is_nullable(Oid table, const char *column)
{
	HeapTuple	tuple = SearchSysCacheAttName(table, column);
	bool		nullable;

	if (!HeapTupleIsValid(tuple))
		return false;
	nullable = !((Form_pg_attribute) GETSTRUCT(tuple))->attnotnull;
	ReleaseSysCache(tuple);
	return nullable;
}

/* A primary key would make its columns NOT NULL, reading them all. */
static void
write_not_null_keys(const MigAltering *alter, const List *keys)
{
	ListCell   *lc;

	foreach(lc, keys)
		if (is_nullable(alter->table.oid, strVal(lfirst(lc))))
			mig_online_alter_add(alter, psprintf("ALTER COLUMN %s SET NOT NULL",
												 quote_identifier(strVal(lfirst(lc)))));
}

static void
write_indexed(const MigAltering *alter, const MigSubcommand *sub, const Type *type)
{
	const Constraint *constraint = castNode(Constraint, sub->cmd->def);
	const char *name = name_of(alter, sub, type);

	if (type->parsed == CONSTR_PRIMARY)
		write_not_null_keys(alter, constraint->keys);
	mig_form_add(alter->form, "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s %s%s%s%s%s%s",
				 name, alter->table.name, names_in_parentheses(constraint->keys),
				 constraint->including ? " INCLUDE " : "",
				 constraint->including ? names_in_parentheses(constraint->including) : "",
				 constraint->nulls_not_distinct ? " NULLS NOT DISTINCT" : "",
				 storage_parameters(alter, sub),
				 constraint->indexspace ? psprintf(" TABLESPACE %s", quote_identifier(constraint->indexspace)) : "");
	mig_form_add(alter->form, "%s ADD CONSTRAINT %s %s USING INDEX %s%s%s", alter->start, name,
				 type->index, name, constraint->deferrable ? " DEFERRABLE" : "",
				 constraint->initdeferred ? " INITIALLY DEFERRED" : "");
}

void
mig_constraint_write(const MigAltering *alter, const MigSubcommand *sub)
{
	const Type *type = find_type(castNode(Constraint, sub->cmd->def));

	if (type->index != NULL)
		write_indexed(alter, sub, type);
	else
		write_checked(alter, sub, type);
}

bool
mig_constraint_not_null_blocks(const MigAltering *alter, const MigSubcommand *sub)
{
	return is_nullable(alter->table.oid, sub->cmd->name);
}

void
mig_constraint_not_null_write(const MigAltering *alter, const MigSubcommand *sub)
{
	const char *name = quote_identifier(makeObjectName(alter->table.relation, sub->cmd->name,
													   "not_null_check"));

	mig_form_add(alter->form, "%s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID", alter->start,
				 name, quote_identifier(sub->cmd->name));
	mig_form_add(alter->form, "%s VALIDATE CONSTRAINT %s", alter->start, name);
	mig_form_add(alter->form, "%s %s", alter->start, mig_token_text(alter->tokens, sub->first, sub->stop));
	mig_form_add(alter->form, "%s DROP CONSTRAINT %s", alter->start, name);
}

/* In the transaction that added it, the scan would run under the lock of that. */
bool
mig_constraint_validate_blocks(const MigAltering *alter, const MigSubcommand *sub)
{
	return true;
}

void
mig_constraint_validate_write(const MigAltering *alter, const MigSubcommand *sub)
{
	mig_form_add(alter->form, "%s %s", alter->start, mig_token_text(alter->tokens, sub->first, sub->stop));
}
