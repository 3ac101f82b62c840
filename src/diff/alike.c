/*
 * alike.c
 *	  Removals and additions that look like one rename.
 */
#include "postgres.h"

#include <limits.h>

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "diff/alike.h"
#include "diff/change.h"
#include "diff/lineage.h"
#include "schema/kind.h"

static bool
is_name_char(char c)
{
	return isalnum((unsigned char) c) || c == '_' || c == '$' || IS_HIGHBIT_SET(c);
}

/* text with one whole name in place of another. */
static char *
replace_name(const char *text, const char *from, const char *to)
{
	size_t		length = strlen(from);
	const char *copied = text;
	StringInfoData out;

	initStringInfo(&out);
	for (const char *p = strstr(text, from); p != NULL; p = strstr(p + length, from))
	{
		if ((p > text && is_name_char(p[-1])) || is_name_char(p[length]))
			continue;
		appendBinaryStringInfo(&out, copied, p - copied);
		appendStringInfoString(&out, to);
		copied = p + length;
	}
	appendStringInfoString(&out, copied);
	return out.data;
}

/* Do all attributes that are compared say the same, but for the name? */
static bool
same_attrs(const MigFact *old, const MigFact *new)
{
	const char *from = quote_identifier(mig_text_last_name(old->identity));
	const char *to = quote_identifier(mig_text_last_name(new->identity));

	for (int i = 0; i < old->kind->nattrs; i++)
	{
		if (old->kind->attrs[i].how == MIG_IGNORE || old->kind->attrs[i].how == MIG_RENAME || mig_attr_equal(old, new, i))
			continue;
		if (mig_attr(old, i) == NULL || mig_attr(new, i) == NULL ||
			strcmp(replace_name(mig_attr(old, i), from, to), mig_attr(new, i)) != 0)
			return false;
	}
	return true;
}

/* The names of the columns. */
static List *
column_names(const MigFact *fact)
{
	List	   *names = NIL;
	ListCell   *cell;

	foreach(cell, fact->neededby)
	{
		const MigFact *child = lfirst(cell);

		if (child->parent == fact && (child->kind->traits & MIG_TYPED))
			names = lappend(names, mig_text_last_name(child->identity));
	}
	return names;
}

/*
 * How alike the columns are: 0 when fewer than two of three have one name, most
 * when all have.
 */
static int
alike_columns(const MigFact *old, const MigFact *new)
{
	List	   *before = column_names(old);
	List	   *after = column_names(new);
	int			most = Max(list_length(before), list_length(after));
	int			common = 0;
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, before)
		foreach(other, after)
			common += strcmp(lfirst(cell), lfirst(other)) == 0;
	if (common == most)
		return INT_MAX;
	return 3 * common >= 2 * most ? common : 0;
}

/* Where they stand is the same: their parents, and what comes before the name. */
static bool
same_place(const MigChanges *changes, const MigFact *old, const MigFact *new)
{
	const MigFact *parent = old->parent ? changes->ofold[old->parent->index]->new : NULL;

	return parent == new->parent &&
		strcmp(mig_text_replace_last_name(old->identity, mig_text_last_name(new->identity)), new->identity) == 0;
}

static bool
is_harmless(const MigFact *fact)
{
	uint32		traits = fact->kind->traits;

	return fact->parent != NULL && (traits & MIG_FALLS_WITH_PARENT) && !(traits & MIG_TYPED);
}

static List *
facts_of_fate(const MigChanges *changes, MigFate fate)
{
	List	   *facts = NIL;
	ListCell   *cell;

	foreach(cell, changes->all)
	{
		MigChange  *change = lfirst(cell);
		MigFact    *fact = change->old ? change->old : change->new;

		if (change->fate == fate && !(fact->kind->traits & MIG_SATELLITE) &&
			OidIsValid(fact->kind->catalog) && !mig_lineage_given(fact))
			facts = lappend(facts, fact);
	}
	return facts;
}

/* The one that looks most like it; NULL when none does. */
static MigFact *
most_alike(const MigChanges *changes, const MigFact *old, const List *candidates)
{
	MigFact    *best = NULL;
	int			bestscore = 0;
	ListCell   *cell;

	foreach(cell, candidates)
	{
		MigFact    *new = lfirst(cell);
		int			score;

		if (new->kind != old->kind || !same_place(changes, old, new) || !same_attrs(old, new))
			continue;
		score = alike_columns(old, new);
		if (score > bestscore)
			best = new;
		bestscore = Max(score, bestscore);
	}
	return best;
}

List *
mig_alike_find(const MigFactBase *source, const MigFactBase *target)
{
	MigChanges *changes = mig_change_find(source, target);
	List	   *new = facts_of_fate(changes, MIG_NEW);
	List	   *pairs = NIL;
	ListCell   *cell;

	foreach(cell, facts_of_fate(changes, MIG_GONE))
	{
		const MigFact *old = lfirst(cell);
		MigFact    *candidate = most_alike(changes, old, new);
		MigAlike   *pair;

		if (candidate == NULL)
			continue;
		pair = palloc(sizeof(MigAlike));
		pair->old = old;
		pair->new = candidate;
		pair->harmless = is_harmless(old);
		pairs = lappend(pairs, pair);
		new = list_delete_ptr(new, candidate);
	}
	return pairs;
}
