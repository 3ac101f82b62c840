/*
 * clash.c
 *	  Names that a part of the model and what is carried over cannot both have.
 *
 * Built in full, the server would refuse the second of two equal names, or where
 * it makes up a name itself, put a number behind.
 */
#include "postgres.h"

#include "utils/hsearch.h"

#include "model/clash.h"
#include "model/names.h"
#include "schema/kind.h"

/* Names that the server may have made up end so, with a number behind when they were taken. */
static const char *const endings[] = {
	"_key", "_idx", "_pkey", "_fkey", "_check", "_excl", "_not_null", "_seq", "_stat",
};

/* A name without its number; NULL when the server has not made it up. */
static char *
family_of(const char *name)
{
	int			length = strlen(name);

	while (length > 0 && isdigit((unsigned char) name[length - 1]))
		length--;
	for (int i = 0; i < lengthof(endings); i++)
	{
		int			ending = strlen(endings[i]);

		if (length >= ending && strncmp(name + length - ending, endings[i], ending) == 0)
			return pnstrdup(name, length);
	}
	return NULL;
}

/* What is known of a name, or of a family of names, of what is carried over. */
typedef struct Taken
{
	char		name[NAMEDATALEN * 3];	/* hash key */
	bool		numbered;		/* of a family: one of them has a number */
} Taken;

typedef struct Clash
{
	HTAB	   *names;
	HTAB	   *families;
	bool		added;			/* of the fact at hand: it was not there before */
} Clash;

static HTAB *
new_table(const char *what)
{
	HASHCTL		ctl = {.keysize = sizeof(((Taken *) 0)->name),.entrysize = sizeof(Taken),.hcxt = CurrentMemoryContext};

	return hash_create(what, 1024, &ctl, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
}

/* What is cut off makes two names one, which is only careful. */
static Taken *
look_up(HTAB *table, const char *name, HASHACTION action, bool *found)
{
	char		key[sizeof(((Taken *) 0)->name)];

	strlcpy(key, name, sizeof(key));
	return hash_search(table, key, action, found);
}

static bool
is_numbered(const char *name)
{
	return name[0] != '\0' && isdigit((unsigned char) name[strlen(name) - 1]);
}

/* May the server have named the fact? */
static bool
is_named_by_server(const MigFact *fact)
{
	uint32		traits = fact->kind->traits;

	return !(traits & (MIG_SATELLITE | MIG_TYPED | MIG_BLOCKS)) && (traits & (MIG_RELNAME | MIG_FALLS_WITH_PARENT));
}

/* Names that the fact keeps others from having go to name, those that it may have been given to family. */
static void
each_name(Clash *clash, const MigFact *fact,
		  void (*name) (Clash *clash, const char *identity), void (*family) (Clash *clash, const char *given))
{
	const char *relation = fact->kind->relname ? fact->kind->relname(fact) : NULL;

	if (fact->kind->traits & (MIG_RELNAME | MIG_TYPENAME | MIG_BODY))
		name(clash, fact->identity);
	if (relation != NULL)
	{
		name(clash, relation);
		family(clash, mig_text_last_name(relation));
	}
	if (is_named_by_server(fact))
		family(clash, mig_text_last_name(fact->identity));
}

static void
take_name(Clash *clash, const char *identity)
{
	bool		found;

	(void) look_up(clash->names, identity, HASH_ENTER, &found);
}

static void
take_family(Clash *clash, const char *given)
{
	char	   *family = family_of(given);
	bool		found;
	Taken	   *taken;

	if (family == NULL)
		return;
	taken = look_up(clash->families, family, HASH_ENTER, &found);
	taken->numbered = (found && taken->numbered) || is_numbered(given);
}

static void
check_name(Clash *clash, const char *identity)
{
	bool		found;

	(void) look_up(clash->names, identity, HASH_FIND, &found);
	if (found)
		mig_carry_doubt("a name is taken", identity);
}

static void
check_family(Clash *clash, const char *given)
{
	char	   *family = family_of(given);
	bool		found;
	Taken	   *taken = family ? look_up(clash->families, family, HASH_FIND, &found) : NULL;

	if (taken != NULL && (clash->added || taken->numbered || is_numbered(given)))
		mig_carry_doubt("a name that the server gave would be another", given);
}

static void
forget_name(Clash *clash, const char *identity)
{
}

void
mig_clash_check(const MigCarry *carry, const MigFactBase *built)
{
	Clash		clash = {new_table("migrate names carried"), new_table("migrate names given")};
	bool	   *before = palloc0(Max(1, built->nfacts) * sizeof(bool));

	for (int i = 0; i < carry->before->nfacts; i++)
	{
		const MigFact *fact = carry->before->facts[i];

		if (mig_carry_is_carried(carry, fact))
			each_name(&clash, fact, take_name, take_family);
		if (carry->place[i] != NULL)
			before[carry->place[i]->index] = true;
	}
	for (int i = 0; i < carry->before->nfacts; i++)
		if (!mig_carry_is_carried(carry, carry->before->facts[i]))
			each_name(&clash, carry->before->facts[i], forget_name, check_family);
	for (int i = 0; i < built->nfacts; i++)
	{
		clash.added = !before[i];
		if (built->facts[i]->address.objid != InvalidOid)
			each_name(&clash, built->facts[i], check_name, check_family);
	}
}
