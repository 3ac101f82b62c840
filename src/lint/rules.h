/*
 * rules.h
 *	  The shelf of rules: one line for each.
 */
#ifndef MIG_RULES_H
#define MIG_RULES_H

#include "lint/rule.h"

extern const MigRule *const mig_rules[];
extern const int mig_nrules;

/* The rule of a name, or NULL. */
extern const MigRule *mig_rules_find(const char *name);

#define MIG_RULE(name)	extern const MigRule mig_rule_##name;
#include "lint/rules.list"
#undef MIG_RULE

#endif							/* MIG_RULES_H */
