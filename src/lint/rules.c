/*
 * rules.c
 *	  The shelf of rules, as an array.
 */
#include "postgres.h"

#include "lint/rules.h"

const MigRule *const mig_rules[] = {
#define MIG_RULE(name)	&mig_rule_##name,
#include "lint/rules.list"
#undef MIG_RULE
};

const int	mig_nrules = lengthof(mig_rules);

const MigRule *
mig_rules_find(const char *name)
{
	for (int i = 0; i < mig_nrules; i++)
		if (strcmp(mig_rules[i]->name, name) == 0)
			return mig_rules[i];
	return NULL;
}
