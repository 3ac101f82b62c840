/*
 * column.c
 *	  ADD COLUMN with what would rewrite or read the table in its definition.
 *
 * The definition is cut into its elements.  The column is added with those that
 * cost nothing; what is left follows, each in its own online form.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "base/text.h"
#include "lint/judge.h"
#include "lint/lint.h"
#include "online/column.h"

/* An element of a definition: a constraint with what it is marked with, or COLLATE. */
typedef struct Element
{
	const Constraint *constraint;	/* NULL: COLLATE */
	int			first;			/* tokens, as of MigSubcommand */
	int			stop;
} Element;

static bool
is_mark(const Constraint *constraint)
{
	return constraint->contype == CONSTR_ATTR_DEFERRABLE ||
		constraint->contype == CONSTR_ATTR_NOT_DEFERRABLE ||
		constraint->contype == CONSTR_ATTR_DEFERRED ||
		constraint->contype == CONSTR_ATTR_IMMEDIATE;
}

static int
compare_elements(const ListCell *a, const ListCell *b)
{
	return ((const Element *) lfirst(a))->first - ((const Element *) lfirst(b))->first;
}

static List *
add_element(List *elements, const MigAltering *alter, const Constraint *constraint, int location)
{
	Element    *element = palloc(sizeof(Element));

	element->constraint = constraint;
	element->first = mig_token_at(alter->tokens, location);
	return lappend(elements, element);
}

/* The elements of the definition, List of Element *, in the order written. */
static List *
cut_definition(const MigAltering *alter, const MigSubcommand *sub)
{
	const ColumnDef *column = castNode(ColumnDef, sub->cmd->def);
	List	   *elements = NIL;
	ListCell   *lc;

	if (column->collClause != NULL)
		elements = add_element(elements, alter, NULL, column->collClause->location);
	foreach(lc, column->constraints)
		if (!is_mark(lfirst_node(Constraint, lc)))
			elements = add_element(elements, alter, lfirst(lc), lfirst_node(Constraint, lc)->location);
	list_sort(elements, compare_elements);
	foreach(lc, elements)
	{
		ListCell   *next = lnext(elements, lc);

		((Element *) lfirst(lc))->stop = next ? ((Element *) lfirst(next))->first : sub->stop;
	}
	return elements;
}

static bool
is_volatile_default(const Constraint *constraint)
{
	return constraint->contype == CONSTR_DEFAULT &&
		mig_judge_volatile(mig_lint_scene(), constraint->raw_expr);
}

/* Is it to follow the column, instead of being added with it? */
static bool
is_moved(const Constraint *constraint)
{
	return constraint != NULL &&
		(constraint->contype == CONSTR_CHECK || constraint->contype == CONSTR_FOREIGN ||
		 constraint->contype == CONSTR_UNIQUE || constraint->contype == CONSTR_PRIMARY ||
		 is_volatile_default(constraint));
}

/* A column whose values the server makes: no online form leads there. */
static bool
is_made_by_server(const Constraint *constraint)
{
	return constraint->contype == CONSTR_IDENTITY || constraint->contype == CONSTR_GENERATED;
}

bool
mig_column_blocks(const MigAltering *alter, const MigSubcommand *sub)
{
	const ColumnDef *column = castNode(ColumnDef, sub->cmd->def);
	bool		blocks = false;
	ListCell   *lc;

	if (sub->cmd->missing_ok || mig_judge_checked_domain(mig_lint_scene(), column->typeName))
		return false;
	foreach(lc, column->constraints)
	{
		if (is_made_by_server(lfirst(lc)))
			return false;
		blocks |= is_moved(lfirst(lc));
	}
	return blocks;
}

/* Rows in so many blocks get their default in one transaction. */
#define BLOCKS_AT_ONCE 500

/*
 * The rows that were there get their default in small transactions.  Those that
 * have moved meanwhile get it at the end.
 */
static void
write_backfill(const MigAltering *alter, const char *column)
{
	const char *table = alter->table.name;

	mig_form_add(alter->form,
				 "DO $backfill$\n"
				 "DECLARE\n"
				 "\tblocks CONSTANT bigint := pg_catalog.pg_relation_size(%s) / pg_catalog.current_setting('block_size')::bigint;\n"
				 "\tblock bigint := 0;\n"
				 "BEGIN\n"
				 "\tLOOP\n"
				 "\t\tUPDATE %s SET %s = DEFAULT\n"
				 "\t\t\tWHERE ctid >= pg_catalog.format('(%%s,0)', block)::tid AND ctid < pg_catalog.format('(%%s,0)', block + %d)::tid\n"
				 "\t\t\tAND %s IS NULL;\n"
				 "\t\tblock := block + %d;\n"
				 "\t\tEXIT WHEN block >= blocks;\n"
				 "\t\tCOMMIT;\n"
				 "\tEND LOOP;\n"
				 "\tUPDATE %s SET %s = DEFAULT WHERE %s IS NULL;\n"
				 "END\n"
				 "$backfill$",
				 mig_text_literal(table), table, column, BLOCKS_AT_ONCE, column, BLOCKS_AT_ONCE,
				 table, column, column);
}

/* "CONSTRAINT n " of a named one, or "". */
static const char *
name_clause(const Constraint *constraint)
{
	return constraint->conname ? psprintf("CONSTRAINT %s ", quote_identifier(constraint->conname)) : "";
}

/* The element as it is written, without its name. */
static int
skip_constraint_name(const MigAltering *alter, const Element *element)
{
	return element->constraint->conname ? element->first + 2 : element->first;
}

/* UNIQUE and PRIMARY KEY name the column before what else they say. */
static const char *
key_with_column(const MigAltering *alter, const Element *element, const char *column)
{
	int			first = skip_constraint_name(alter, element);
	int			at = first + (element->constraint->contype == CONSTR_PRIMARY ? 2 : 1);

	if (mig_token_is(alter->tokens, at, "NULLS"))
		at += mig_token_is(alter->tokens, at + 1, "NOT") ? 3 : 2;
	return psprintf("%s (%s) %s", mig_token_text(alter->tokens, first, at), column,
					mig_token_text(alter->tokens, at, element->stop));
}

/* A moved constraint as one of the table. */
static const char *
table_constraint(const MigAltering *alter, const Element *element, const char *column)
{
	const Constraint *constraint = element->constraint;
	const char *text = mig_token_text(alter->tokens, skip_constraint_name(alter, element), element->stop);

	if (constraint->contype == CONSTR_FOREIGN)
		return psprintf("ADD %sFOREIGN KEY (%s) %s", name_clause(constraint), column, text);
	if (constraint->contype == CONSTR_CHECK)
		return psprintf("ADD %s%s", name_clause(constraint), text);
	return psprintf("ADD %s%s", name_clause(constraint), key_with_column(alter, element, column));
}

/* The column itself with what costs nothing; a NOT NULL waits for the values. */
static bool
is_kept(const Element *element, bool filled_later)
{
	return !is_moved(element->constraint) &&
		!(filled_later && element->constraint != NULL && element->constraint->contype == CONSTR_NOTNULL);
}

static const Element *
find_volatile_default(const List *elements)
{
	ListCell   *lc;

	foreach(lc, elements)
	{
		const Element *element = lfirst(lc);

		if (element->constraint != NULL && is_volatile_default(element->constraint))
			return element;
	}
	return NULL;
}

static void
write_column(const MigAltering *alter, const MigSubcommand *sub, const List *elements, bool filled_later)
{
	StringInfoData definition;
	ListCell   *lc;

	initStringInfo(&definition);
	appendStringInfoString(&definition,
						   mig_token_text(alter->tokens, sub->first, ((Element *) linitial(elements))->first));
	foreach(lc, elements)
		if (is_kept(lfirst(lc), filled_later))
			appendStringInfo(&definition, " %s",
							 mig_token_text(alter->tokens, ((Element *) lfirst(lc))->first,
											((Element *) lfirst(lc))->stop));
	mig_form_add(alter->form, "%s %s", alter->start, definition.data);
}

void
mig_column_write(const MigAltering *alter, const MigSubcommand *sub)
{
	const char *column = quote_identifier(castNode(ColumnDef, sub->cmd->def)->colname);
	List	   *elements = cut_definition(alter, sub);
	const Element *filling = find_volatile_default(elements);
	ListCell   *lc;

	write_column(alter, sub, elements, filling != NULL);
	if (filling != NULL)
	{
		mig_form_add(alter->form, "%s ALTER COLUMN %s SET %s", alter->start, column,
					 mig_token_text(alter->tokens, skip_constraint_name(alter, filling), filling->stop));
		write_backfill(alter, column);
	}
	foreach(lc, elements)
	{
		const Element *element = lfirst(lc);

		if (is_kept(element, filling != NULL) || element == filling)
			continue;
		if (element->constraint->contype == CONSTR_NOTNULL)
			mig_online_alter_add(alter, psprintf("ALTER COLUMN %s SET NOT NULL", column));
		else
			mig_online_alter_add(alter, table_constraint(alter, element, column));
	}
}
