/*
 * say.c
 *	  The words of messages, and the pieces of safer statements.
 */
#include "postgres.h"

#include "commands/defrem.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "lint/define.h"
#include "lint/say.h"

const char *
mig_say_relation(const RangeVar *relation)
{
	return quote_qualified_identifier(relation->schemaname, relation->relname);
}

const char *
mig_say_table(const MigTable *table)
{
	bool		bare = table->schema == NULL || table->schema[0] == '\0' ||
		strcmp(table->schema, "public") == 0 || strcmp(table->schema, "pg_temp") == 0;

	return quote_qualified_identifier(bare ? NULL : table->schema, table->name);
}

const char *
mig_say_rows(const MigTable *table)
{
	if (table->rows < 0 || table->fresh)
		return "";
	return psprintf(" (about %.0f rows)", table->rows);
}

const char *
mig_say_target(const MigLint *lint)
{
	return psprintf("table %s%s", mig_say_relation(lint->relation), mig_say_rows(lint->table));
}

const char *
mig_say_joined(const List *names)
{
	StringInfoData text;
	ListCell   *lc;

	initStringInfo(&text);
	foreach(lc, names)
		appendStringInfo(&text, "%s%s", text.len > 0 ? ", " : "", (char *) lfirst(lc));
	return text.data;
}

const char *
mig_say_list(const List *names)
{
	List	   *quoted = NIL;
	ListCell   *lc;

	foreach(lc, names)
		quoted = lappend(quoted, unconstify(char *, quote_identifier(lfirst(lc))));
	return mig_say_joined(quoted);
}

const char *
mig_say_constraint_name(const MigLint *lint, const Constraint *constraint)
{
	return mig_define_constraint_name(lint->relation->relname, constraint,
									  lint->column ? lint->column->colname : NULL);
}

/* The end of the action that an offset is in. */
static int
action_end(const MigLint *lint, int offset)
{
	ListCell   *lc;

	foreach(lc, mig_words_actions(lint->words, lint->relation->location))
	{
		const MigWord *action = lfirst(lc);

		if (offset >= action->start && offset < action->end)
			return action->end;
	}
	return strlen(lint->text);
}

const char *
mig_say_constraint(const MigLint *lint, const Constraint *constraint)
{
	const char *body = mig_words_part(lint->words, constraint->location,
									  action_end(lint, constraint->location));

	if (constraint->conname != NULL)
		return body;
	return psprintf("CONSTRAINT %s %s", quote_identifier(mig_say_constraint_name(lint, constraint)), body);
}

/* DEFERRABLE and the like: a part of the constraint before. */
static bool
is_attribute(const Constraint *constraint)
{
	return constraint->contype == CONSTR_ATTR_DEFERRABLE || constraint->contype == CONSTR_ATTR_NOT_DEFERRABLE ||
		constraint->contype == CONSTR_ATTR_DEFERRED || constraint->contype == CONSTR_ATTR_IMMEDIATE;
}

/* Where what begins at an offset in a column's definition ends: at its next constraint. */
static int
piece_end(const MigLint *lint, const ColumnDef *column, int start)
{
	int			end = action_end(lint, start);
	ListCell   *lc;

	foreach(lc, column->constraints)
	{
		const Constraint *other = lfirst_node(Constraint, lc);

		if (other->location > start && other->location < end && !is_attribute(other))
			end = other->location;
	}
	return end;
}

const char *
mig_say_column(const MigLint *lint, const ColumnDef *column)
{
	return mig_words_part(lint->words, column->location, piece_end(lint, column, column->location));
}

const char *
mig_say_column_constraint(const MigLint *lint, const Constraint *constraint)
{
	return mig_words_part(lint->words, constraint->location,
						  piece_end(lint, lint->column, constraint->location));
}

const char *
mig_say_column_without(const MigLint *lint, const ColumnDef *column, const Constraint *constraint)
{
	int			end = action_end(lint, column->location);
	int			stop = piece_end(lint, column, constraint->location);
	const char *before = mig_words_part(lint->words, column->location, constraint->location);
	const char *after = mig_words_part(lint->words, stop, end);

	return psprintf("%s%s%s", before, after[0] != '\0' ? " " : "", after);
}

const char *
mig_say_index_only(const MigLint *lint, const IndexStmt *index)
{
	const MigWords *words = mig_words_scan(mig_words_without(lint->words, "CONCURRENTLY"));

	return index->relation->inh ?
		mig_words_insert(words, mig_words_find(words, 0, "ON"), " ONLY") : words->text;
}

/* A check takes the scan upon itself, which it does while others read and write. */
const char *
mig_say_not_null(const MigLint *lint, const char *column)
{
	const char *table = mig_say_relation(lint->relation);
	const char *check = quote_identifier(makeObjectName(lint->relation->relname, column, "not_null"));

	column = quote_identifier(column);
	return psprintf("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID;\n"
					MIG_SAY_NEXT "ALTER TABLE %s VALIDATE CONSTRAINT %s;\n"
					MIG_SAY_THEN "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL;\n"
					"ALTER TABLE %s DROP CONSTRAINT %s;",
					table, check, column, table, check, table, column, table, check);
}

static const char *const lock_names[] = {
	[AccessShareLock] = "access share",
	[RowShareLock] = "row share",
	[RowExclusiveLock] = "row exclusive",
	[ShareUpdateExclusiveLock] = "share update exclusive",
	[ShareLock] = "share",
	[ShareRowExclusiveLock] = "share row exclusive",
	[ExclusiveLock] = "exclusive",
	[AccessExclusiveLock] = "access exclusive",
};

const char *
mig_say_lock(LOCKMODE mode)
{
	return lock_names[mode];
}
