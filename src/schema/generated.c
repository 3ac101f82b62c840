/*
 * generated.c
 *	  Expressions of generated columns.
 */
#include "postgres.h"

#include "base/compat.h"
#include "schema/column.h"
#include "schema/generated.h"

static const char *
place(const char *generated)
{
	return strrchr(generated, ' ');
}

MigHow
mig_generated_decide(const MigFact *old, const MigFact *new)
{
	const char *before = mig_attr(old, MIG_COLUMN_GENERATED);
	const char *after = mig_attr(new, MIG_COLUMN_GENERATED);

	if (mig_column_follows(old, new) &&
		(mig_attr_true(old, MIG_COLUMN_PARENTGENERATED) || mig_attr_true(new, MIG_COLUMN_PARENTGENERATED)))
		return MIG_IGNORE;
	if (before == NULL)
		return MIG_REPLACE;
	if (after == NULL)
		return strcmp(place(before), " STORED") == 0 ? MIG_ALTER : MIG_REPLACE;
	return MIG_COMPAT_SET_EXPRESSION && strcmp(place(before), place(after)) == 0 &&
		mig_attr_equal(old, new, MIG_COLUMN_TYPE) ? MIG_ALTER : MIG_REPLACE;
}

bool
mig_generated_first(const MigFact *old, const MigFact *new)
{
	return mig_attr(old, MIG_COLUMN_GENERATED) != NULL && mig_attr(new, MIG_COLUMN_GENERATED) == NULL &&
		mig_generated_decide(old, new) == MIG_ALTER &&
		(old->retyped || !mig_attr_equal(old, new, MIG_COLUMN_TYPE) || !mig_attr_equal(old, new, MIG_COLUMN_COLLATION));
}

void
mig_generated_drop(MigWriter *out, const MigFact *fact)
{
	mig_text_statement(out, "%s DROP EXPRESSION", mig_column_alter(fact, true));
}

void
mig_generated_alter(MigWriter *out, const MigFact *old, const MigFact *new)
{
	const char *expression = mig_attr(new, MIG_COLUMN_GENERATED);

	if (mig_generated_first(old, new))
		return;
	if (expression == NULL)
		mig_generated_drop(out, new);
	else
		mig_text_statement(out, "%s SET EXPRESSION AS %.*s", mig_column_alter(new, true),
						   (int) (place(expression) - expression), expression);
}
