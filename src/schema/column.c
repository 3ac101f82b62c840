/*
 * column.c
 *	  How columns of tables and foreign tables are changed.
 */
#include "postgres.h"

#include "commands/defrem.h"
#include "utils/builtins.h"

#include "schema/coerce.h"
#include "schema/column.h"
#include "schema/generated.h"
#include "schema/options.h"
#include "schema/sequence.h"

char *
mig_column_alter(const MigFact *fact, bool recurse)
{
	return psprintf("ALTER TABLE %s%s ALTER COLUMN %s", recurse ? "" : "ONLY ",
					mig_attr(fact, MIG_COLUMN_RELATION), mig_attr(fact, MIG_COLUMN_NAME));
}

bool
mig_column_follows(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, MIG_COLUMN_FOLLOWS) != NULL && mig_attr_equal(old, new, MIG_COLUMN_FOLLOWS);
}

static void
alter_storage(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s SET STORAGE %s", mig_column_alter(new, false),
					   mig_attr(new, MIG_COLUMN_STORAGE) ? mig_attr(new, MIG_COLUMN_STORAGE) : mig_attr(new, MIG_COLUMN_TYPESTORAGE));
}

/* A type that gets another storage leaves its columns the one they have from it. */
static MigHow
decide_typestorage(const MigFact *old, const MigFact *new)
{
	return mig_attr_equal(old, new, MIG_COLUMN_TYPE) && mig_attr(old, MIG_COLUMN_STORAGE) == NULL &&
		mig_attr(new, MIG_COLUMN_STORAGE) == NULL ? MIG_ALTER : MIG_IGNORE;
}

static void
alter_typestorage(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (!old->retyped)
		alter_storage(out, old, new);
}

static void
alter_compression(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s SET COMPRESSION %s", mig_column_alter(new, false),
					   mig_attr(new, MIG_COLUMN_COMPRESSION) ? mig_attr(new, MIG_COLUMN_COMPRESSION) : "default");
}

char *
mig_column_conversion(MigWriter *out, const MigFact *old, const MigFact *new)
{
	char	   *value = NULL;

	if (mig_attr_equal(old, new, MIG_COLUMN_TYPE))
		value = mig_coerce_carry(out, old, new, mig_attr(new, MIG_COLUMN_TYPE), mig_attr(new, MIG_COLUMN_NAME));
	if (value == NULL && (new->parent->kind->traits & MIG_HOLDS_DATA))
		value = mig_coerce_value(mig_attr(old, MIG_COLUMN_BASETYPE), mig_attr(new, MIG_COLUMN_BASETYPE), mig_attr(new, MIG_COLUMN_NAME), mig_attr(new, MIG_COLUMN_TYPE));
	return value;
}

static void
write_type(MigWriter *out, const MigFact *old, const MigFact *new)
{
	char	   *value = mig_column_conversion(out, old, new);

	mig_text_statement(out, "%s TYPE %s%s%s%s%s", mig_column_alter(new, true), mig_attr(new, MIG_COLUMN_TYPE),
					   mig_attr(new, MIG_COLUMN_COLLATION) ? " COLLATE " : "",
					   mig_attr(new, MIG_COLUMN_COLLATION) ? mig_attr(new, MIG_COLUMN_COLLATION) : "",
					   value ? " USING " : "", value ? value : "");
}

static MigHow
decide_sequence(const MigFact *old, const MigFact *new)
{
	if (mig_attr(old, MIG_COLUMN_SEQUENCE) == NULL || mig_attr(new, MIG_COLUMN_SEQUENCE) == NULL)
		return MIG_IGNORE;
	/* The bounds of a type change with it. */
	return !mig_attr_equal(old, new, MIG_COLUMN_TYPE) && mig_attr_equal(old, new, MIG_COLUMN_SEQUENCEGIVEN) ? MIG_IGNORE : MIG_ALTER;
}

static void
write_sequence(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_sequence_alter(out, mig_attr(old, MIG_COLUMN_SEQUENCENAME), mig_column_alter(new, true), "SET ",
					   mig_attr(old, MIG_COLUMN_SEQUENCE), mig_attr(new, MIG_COLUMN_SEQUENCE));
}

/* Bounds that a type is too narrow for are out of its way before it comes. */
static bool
bounds_first(const MigFact *old, const MigFact *new)
{
	return decide_sequence(old, new) == MIG_ALTER && !mig_attr_equal(old, new, MIG_COLUMN_SEQUENCE) &&
		mig_sequence_narrows(mig_attr(old, MIG_COLUMN_TYPE), mig_attr(new, MIG_COLUMN_TYPE));
}

static void
alter_sequence(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (!bounds_first(old, new))
		write_sequence(out, old, new);
}

static void
alter_type(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (bounds_first(old, new))
		write_sequence(out, old, new);
	if (mig_generated_first(old, new))
		mig_generated_drop(out, new);
	if (!mig_column_follows(old, new))
		write_type(out, old, new);
	/* With the type, the server takes what that one has. */
	if (mig_attr(new, MIG_COLUMN_STORAGE) != NULL && mig_attr_equal(old, new, MIG_COLUMN_STORAGE))
		alter_storage(out, old, new);
	if (mig_attr(new, MIG_COLUMN_COMPRESSION) != NULL && mig_attr_equal(old, new, MIG_COLUMN_COMPRESSION))
		alter_compression(out, old, new);
}

/* Where rows have no way from type to type the column is another one. */
static MigHow
decide_type(const MigFact *old, const MigFact *new)
{
	return !mig_column_follows(old, new) && (new->parent->kind->traits & MIG_HOLDS_DATA) &&
		!mig_coerce_possible(mig_attr(old, MIG_COLUMN_BASETYPE), mig_attr(new, MIG_COLUMN_BASETYPE)) ? MIG_REPLACE : MIG_REBUILD;
}

/* Both say it; the one that differs first writes it. */
static void
alter_collation(MigWriter *out, const MigFact *old, const MigFact *new)
{
	if (mig_attr_equal(old, new, MIG_COLUMN_TYPE))
		alter_type(out, old, new);
}

/* "CONSTRAINT name " if it has a name that is not the one the server chooses. */
static const char *
named(const MigFact *fact)
{
	const char *name = mig_attr(fact, MIG_COLUMN_NULLNAME);
	const char *chosen = makeObjectName(mig_text_last_name(mig_attr(fact, MIG_COLUMN_RELATION)),
										mig_text_last_name(fact->identity), "not_null");

	return name == NULL || (strcmp(name, chosen) == 0 && !fact->named) ? "" : psprintf("CONSTRAINT %s ", quote_identifier(name));
}

static bool
has_state(const MigFact *fact, const char *state)
{
	const char *states = mig_attr(fact, MIG_COLUMN_NULLSTATE);

	return states != NULL && strstr(states, state) != NULL;
}

bool
mig_column_unproved(const MigFact *fact)
{
	return has_state(fact, "NOT VALID");
}

const char *
mig_column_notnull(const MigFact *fact)
{
	if (!mig_attr_true(fact, MIG_COLUMN_NOTNULL) || mig_column_unproved(fact))
		return "";
	return psprintf(" %sNOT NULL%s", named(fact), has_state(fact, "NO INHERIT") ? " NO INHERIT" : "");
}

static void
alter_notnull(MigWriter *out, const MigFact *old, const MigFact *new)
{
	const char *state = mig_attr(new, MIG_COLUMN_NULLSTATE);
	const char *name = named(new);

	if (!mig_attr_true(new, MIG_COLUMN_NOTNULL))
		mig_text_statement(out, "%s DROP NOT NULL", mig_column_alter(new, true));
	else if (state == NULL && name[0] == '\0')
		mig_text_statement(out, "%s SET NOT NULL", mig_column_alter(new, true));
	else
		mig_text_statement(out, "ALTER TABLE %s ADD %sNOT NULL %s%s%s", mig_attr(new, MIG_COLUMN_RELATION), name,
						   mig_attr(new, MIG_COLUMN_NAME), state ? " " : "", state ? state : "");
}

static void
alter_nullname(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s", mig_attr(new, MIG_COLUMN_RELATION),
					   quote_identifier(mig_attr(old, MIG_COLUMN_NULLNAME)), quote_identifier(mig_attr(new, MIG_COLUMN_NULLNAME)));
}

static MigHow
decide_nullname(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, MIG_COLUMN_NULLNAME) && mig_attr(new, MIG_COLUMN_NULLNAME) ? MIG_ALTER : MIG_IGNORE;
}

/* One that is not validated yet can't be made of one that is. */
static void
alter_nullstate(MigWriter *out, const MigFact *old, const MigFact *new)
{
	const char *table = mig_attr(new, MIG_COLUMN_RELATION);
	const char *name = quote_identifier(mig_attr(new, MIG_COLUMN_NULLNAME));

	if (mig_column_unproved(new) && !mig_column_unproved(old))
	{
		mig_text_statement(out, "%s DROP NOT NULL", mig_column_alter(new, true));
		alter_notnull(out, old, new);
		return;
	}
	if (has_state(old, "NO INHERIT") != has_state(new, "NO INHERIT"))
		mig_text_statement(out, "ALTER TABLE %s ALTER CONSTRAINT %s %sINHERIT", table, name,
						   has_state(new, "NO INHERIT") ? "NO " : "");
	if (mig_column_unproved(old) != mig_column_unproved(new))
		mig_text_statement(out, "ALTER TABLE %s VALIDATE CONSTRAINT %s", table, name);
}

char *
mig_column_identity(const MigFact *fact)
{
	const char *given = mig_attr(fact, MIG_COLUMN_SEQUENCEGIVEN);

	return psprintf("GENERATED %s AS IDENTITY%s%s%s", mig_attr(fact, MIG_COLUMN_IDENTITY),
					given[0] ? " (" : "", given, given[0] ? ")" : "");
}

/* An identity needs NOT NULL first, and goes before NOT NULL does. */
static void
alter_identity(MigWriter *out, const MigFact *old, const MigFact *new)
{
	const char *before = mig_attr(old, MIG_COLUMN_IDENTITY);
	const char *after = mig_attr(new, MIG_COLUMN_IDENTITY);

	if (after == NULL)
		mig_text_statement(out, "%s DROP IDENTITY", mig_column_alter(new, true));
	else if (before != NULL)
		mig_text_statement(out, "%s SET GENERATED %s", mig_column_alter(new, true), after);
	else
	{
		if (!mig_attr_true(old, MIG_COLUMN_NOTNULL))
			alter_notnull(out, old, new);
		mig_text_statement(out, "%s ADD %s", mig_column_alter(new, true), mig_column_identity(new));
	}
}

static MigHow
decide_notnull(const MigFact *old, const MigFact *new)
{
	/* A parent's is set on all of its children. */
	if (mig_column_follows(old, new) &&
		mig_attr_true(mig_attr_true(new, MIG_COLUMN_NOTNULL) ? new : old, MIG_COLUMN_PARENTNOTNULL))
		return MIG_IGNORE;
	/* ADD IDENTITY has said it already. */
	if (mig_attr(old, MIG_COLUMN_IDENTITY) == NULL && mig_attr(new, MIG_COLUMN_IDENTITY) != NULL)
		return MIG_IGNORE;
	return MIG_ALTER;
}

static void
alter_sequencename(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER SEQUENCE %s RENAME TO %s", mig_attr(old, MIG_COLUMN_SEQUENCENAME),
					   quote_identifier(mig_text_last_name(mig_attr(new, MIG_COLUMN_SEQUENCENAME))));
}

static MigHow
decide_sequencename(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, MIG_COLUMN_SEQUENCENAME) && mig_attr(new, MIG_COLUMN_SEQUENCENAME) ? MIG_ALTER : MIG_IGNORE;
}

static void
alter_statistics(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s SET STATISTICS %s", mig_column_alter(new, false),
					   mig_attr(new, MIG_COLUMN_STATISTICS) ? mig_attr(new, MIG_COLUMN_STATISTICS) : "-1");
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_options_alter(out, mig_column_alter(new, false), "", mig_attr(old, MIG_COLUMN_OPTIONS), mig_attr(new, MIG_COLUMN_OPTIONS));
}

static void
alter_fdwoptions(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "%s OPTIONS (%s)", mig_column_alter(new, false),
					   mig_options_fdw(mig_attr(old, MIG_COLUMN_FDWOPTIONS), mig_attr(new, MIG_COLUMN_FDWOPTIONS)));
}

/* What a parent gives up is taken from its children, which may keep it. */
static MigHow
decide_parentnotnull(const MigFact *old, const MigFact *new)
{
	return mig_column_follows(old, new) && mig_attr_true(old, MIG_COLUMN_NOTNULL) && mig_attr_true(new, MIG_COLUMN_NOTNULL) &&
		mig_attr_true(old, MIG_COLUMN_PARENTNOTNULL) ? MIG_ALTER : MIG_IGNORE;
}

static void
alter_sequencelog(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER SEQUENCE %s SET %s", mig_attr(new, MIG_COLUMN_SEQUENCENAME),
					   mig_attr(new, MIG_COLUMN_SEQUENCELOG)[0] == 'u' ? "UNLOGGED" : "LOGGED");
}

static bool
is_alone(const MigFact *fact)
{
	const char *log = mig_attr(fact, MIG_COLUMN_SEQUENCELOG);

	return log != NULL && log[1] != '\0';
}

/* Others go along with their tables. */
static MigHow
decide_sequencelog(const MigFact *old, const MigFact *new)
{
	return mig_attr(new, MIG_COLUMN_SEQUENCELOG) && (is_alone(old) || is_alone(new)) ? MIG_ALTER : MIG_IGNORE;
}

const MigAttr mig_column_attrs[MIG_COLUMN_NATTRS] = {
	[MIG_COLUMN_TYPE] = {"type", MIG_REBUILD, alter_type, decide_type},
	[MIG_COLUMN_COLLATION] = {"collation", MIG_REBUILD, alter_collation},
	[MIG_COLUMN_GENERATED] = {"generated", MIG_ALTER, mig_generated_alter, mig_generated_decide},
	[MIG_COLUMN_IDENTITY] = {"identity", MIG_ALTER, alter_identity},
	[MIG_COLUMN_SEQUENCE] = {"identity sequence", MIG_ALTER, alter_sequence, decide_sequence},
	[MIG_COLUMN_SEQUENCENAME] = {"name of the identity sequence", MIG_RENAME, alter_sequencename, decide_sequencename},
	[MIG_COLUMN_NOTNULL] = {"not null", MIG_ALTER, alter_notnull, decide_notnull},
	[MIG_COLUMN_STORAGE] = {"storage", MIG_ALTER, alter_storage},
	[MIG_COLUMN_COMPRESSION] = {"compression", MIG_ALTER, alter_compression},
	[MIG_COLUMN_STATISTICS] = {"statistics target", MIG_ALTER, alter_statistics},
	[MIG_COLUMN_OPTIONS] = {"options", MIG_ALTER, alter_options},
	[MIG_COLUMN_FDWOPTIONS] = {"foreign options", MIG_ALTER, alter_fdwoptions},
	[MIG_COLUMN_RELATION] = {"relation", MIG_IGNORE},
	[MIG_COLUMN_NAME] = {"name", MIG_IGNORE},
	[MIG_COLUMN_INHERITED] = {"inherited", MIG_IGNORE},
	[MIG_COLUMN_BASETYPE] = {"base type", MIG_IGNORE},
	[MIG_COLUMN_TYPESTORAGE] = {"storage of the type", MIG_ALTER, alter_typestorage, decide_typestorage},
	[MIG_COLUMN_SEQUENCEGIVEN] = {"given options of the identity sequence", MIG_IGNORE},
	[MIG_COLUMN_FOLLOWS] = {"whom it follows", MIG_IGNORE},
	[MIG_COLUMN_PARENTNOTNULL] = {"not null of a parent", MIG_ALTER, alter_notnull, decide_parentnotnull},
	[MIG_COLUMN_PARENTGENERATED] = {"generated in a parent", MIG_IGNORE},
	[MIG_COLUMN_PARENTDEFAULT] = {"default of a parent that it has not", MIG_IGNORE},
	[MIG_COLUMN_PARENTSTORAGE] = {"other storage than a parent", MIG_IGNORE},
	[MIG_COLUMN_PARENTCOMPRESSION] = {"other compression than a parent", MIG_IGNORE},
	[MIG_COLUMN_KEYED] = {"part of the partition key", MIG_IGNORE},
	[MIG_COLUMN_NULLNAME] = {"name of its not null", MIG_RENAME, alter_nullname, decide_nullname},
	[MIG_COLUMN_SEQUENCELOG] = {"persistence of the identity sequence", MIG_ALTER, alter_sequencelog, decide_sequencelog},
	[MIG_COLUMN_NULLSTATE] = {"state of its not null", MIG_ALTER, alter_nullstate, decide_nullname},
};
