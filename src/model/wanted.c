/*
 * wanted.c
 *	  Which facts the renames are about that somebody asks for.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "model/wanted.h"
#include "schema/kind.h"
#include "schema/scope.h"

int
mig_wanted_depth(const MigFact *fact)
{
	int			depth = 0;

	for (; fact->parent != NULL; fact = fact->parent)
		depth++;
	return depth;
}

static MigRename *
new_rename(const MigFact *fact, const char *to)
{
	MigRename  *rename = palloc(sizeof(MigRename));

	rename->kind = fact->kind;
	rename->from = pstrdup(fact->identity);
	rename->to = pnstrdup(to, pg_mbcliplen(to, strlen(to), NAMEDATALEN - 1));
	rename->depth = mig_wanted_depth(fact);
	return rename;
}

/* The first place of c that is not between double quotes, or NULL. */
static char *
outside_quotes(char *text, char c)
{
	bool		quoted = false;

	for (; *text != '\0'; text++)
	{
		if (*text == '"')
			quoted = !quoted;
		else if (*text == c && !quoted)
			return text;
	}
	return NULL;
}

/* Are the names one, where that of a managed schema may be left out? */
static bool
same_name(const char *identity, const char *name, const List *schemas)
{
	ListCell   *cell;

	if (strcmp(identity, name) == 0)
		return true;
	foreach(cell, schemas)
		if (strcmp(identity, psprintf("%s.%s", quote_identifier(lfirst(cell)), name)) == 0)
			return true;
	return false;
}

/*
 * A fact is called by its identity; a function by that without its arguments,
 * too, and what stands ON something by that with its own name after it, as a
 * column is.
 */
static bool
is_called(const MigFact *fact, const char *name, const List *schemas)
{
	char	   *identity = pstrdup(fact->identity);
	char	   *arguments = outside_quotes(identity, '(');
	char	   *on = outside_quotes(identity, ' ');

	if (same_name(identity, name, schemas))
		return true;
	if (arguments != NULL)
		*arguments = '\0';
	else if (on != NULL && strncmp(on, " ON ", 4) == 0)
	{
		*on = '\0';
		on += strncmp(on + 4, "DOMAIN ", 7) == 0 ? 11 : 4;
		identity = psprintf("%s.%s", on, identity);
	}
	return same_name(identity, name, schemas);
}

/*
 * The facts of that name.  A default has the identity of its column: what is
 * part of another one found is left out.
 */
static List *
facts_called(const MigFactBase *base, const char *keyword, const char *name)
{
	List	   *schemas = mig_scope_schemas();
	List	   *found = NIL;

	for (int i = 0; i < base->nfacts; i++)
	{
		MigFact    *fact = base->facts[i];

		if (!(fact->kind->traits & MIG_SATELLITE) && !list_member_ptr(found, fact->parent) &&
			(keyword == NULL || pg_strcasecmp(keyword, fact->kind->keyword) == 0) &&
			is_called(fact, name, schemas))
			found = lappend(found, fact);
	}
	return found;
}

/* The one fact that a rename is about; NULL where there is none. */
static const MigFact *
find_renamed(const char *text, char *name, const MigFactBase *source)
{
	char	   *colon = outside_quotes(name, ':');
	List	   *found;

	if (colon != NULL)
		*colon++ = '\0';
	found = facts_called(source, colon ? mig_text_trim(name) : NULL, mig_text_trim(colon ? colon : name));
	if (list_length(found) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rename \"%s\" is ambiguous", text),
				 errdetail("It could be of %s %s or of %s %s.",
						   ((MigFact *) linitial(found))->kind->keyword, ((MigFact *) linitial(found))->identity,
						   ((MigFact *) lsecond(found))->kind->keyword, ((MigFact *) lsecond(found))->identity),
				 errhint("Write the name in full and the kind before it, as in 'column:public.users.name=full_name'.")));
	return found ? linitial(found) : NULL;
}

/*
 * The new name may have the old one's schema before it, or, of a part, any name
 * of what it is part of; a rename leads to no other schema.
 */
static void
check_qualifier(const char *text, const MigFact *fact, const char *newname)
{
	char	   *qualifier = mig_text_qualifier(newname);
	bool		part = fact->parent != NULL && fact->parent->parent != NULL;

	if (qualifier[0] != '\0' && !part &&
		strcmp(qualifier, mig_text_qualifier(fact->identity)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("rename \"%s\" leads to another schema", text),
				 errdetail("A rename gives a new name, and leaves what has it where it is."),
				 errhint("Write a revision with ALTER ... SET SCHEMA by hand.")));
}

/* "kind:name=newname", where the kind may be left out. */
static MigRename *
find_rename(const char *text, const MigFactBase *source, bool annotated)
{
	char	   *name = pstrdup(text);
	char	   *newname = outside_quotes(name, '=');
	const MigFact *fact;

	if (newname == NULL || newname == name || newname[1] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid rename \"%s\"", text),
				 errdetail("A rename gives the name in the source, \"=\", and the new name."),
				 errhint("Write it as in 'public.users.name=full_name'.")));
	*newname++ = '\0';
	newname = mig_text_trim(newname);
	fact = find_renamed(text, pstrdup(name), source);
	if (fact == NULL && annotated)
		return NULL;
	if (fact == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("cannot rename \"%s\", which does not exist", name),
				 errdetail("The rename is \"%s\", and what it names is to be found in the source.", text),
				 errhint("Write the name with its schema and table, as in 'public.users.name=full_name'.")));
	check_qualifier(text, fact, newname);
	return new_rename(fact, mig_text_last_name(newname));
}

/* Two things cannot get one name. */
static void
refuse_one_name(const MigRename *one, const MigRename *other)
{
	if (strcmp(mig_text_replace_last_name(one->from, one->to),
			   mig_text_replace_last_name(other->from, other->to)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" and \"%s\" are both to be renamed to \"%s\"", one->from, other->from, one->to),
				 errdetail("Renames are asked for in the argument renames, and by annotations in the model."),
				 errhint("Take one of the two out.")));
}

/* One may be asked for twice, as by argument and annotation, but not two of one thing. */
static List *
add_rename(List *renames, MigRename *rename)
{
	ListCell   *cell;

	foreach(cell, renames)
	{
		const MigRename *other = lfirst(cell);

		if (other->kind != rename->kind)
			continue;
		if (strcmp(other->from, rename->from) != 0)
			refuse_one_name(other, rename);
		else if (strcmp(other->to, rename->to) == 0)
			return renames;
		else
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("\"%s\" is to be renamed to both \"%s\" and \"%s\"", rename->from, other->to, rename->to),
					 errdetail("Renames are asked for in the argument renames, and by annotations in the model."),
					 errhint("Take one of the two out.")));
	}
	return lappend(renames, rename);
}

/*
 * An annotation stays after the rename was made: it is still to come where the
 * new name is not there yet, or is given up by another one.
 */
static bool
is_to_come(const MigRename *rename, const MigFactBase *source, const List *found)
{
	const char *after = mig_text_replace_last_name(rename->from, rename->to);
	const ListCell *cell;

	if (mig_fact_find(source, rename->kind->keyword, after) == NULL)
		return true;
	foreach(cell, found)
	{
		const MigRename *other = lfirst(cell);

		if (other->kind == rename->kind && strcmp(other->from, after) == 0)
			return true;
	}
	return false;
}

List *
mig_wanted_renames(const MigRenames *renames, const MigFactBase *source)
{
	List	   *found = NIL;
	List	   *annotated = NIL;
	ListCell   *cell;

	foreach(cell, renames->asked)
		found = add_rename(found, find_rename(lfirst(cell), source, false));
	foreach(cell, renames->annotated)
	{
		MigRename  *rename = find_rename(lfirst(cell), source, true);

		if (rename != NULL)
			annotated = lappend(annotated, rename);
	}
	for (int before = -1; before != list_length(found);)
	{
		before = list_length(found);
		foreach(cell, annotated)
			if (is_to_come(lfirst(cell), source, found))
				found = add_rename(found, lfirst(cell));
	}
	return found;
}

List *
mig_wanted_between(const MigFactBase *before, const MigFactBase *after)
{
	List	   *found = NIL;

	for (int i = 0; i < before->nfacts; i++)
	{
		const MigFact *old = before->facts[i];
		const MigFact *new = old->kind->traits & MIG_SATELLITE ? NULL : mig_fact_at(after, &old->address);
		const char *name = new ? mig_text_last_name(new->identity) : NULL;

		if (new != NULL && new->kind == old->kind && strcmp(mig_text_last_name(old->identity), name) != 0)
			found = lappend(found, new_rename(old, name));
	}
	return found;
}
