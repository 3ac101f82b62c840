/*
 * show.h
 *	  Shows the parts of a statement to the rules that look at their like.
 */
#ifndef MIG_SHOW_H
#define MIG_SHOW_H

#include "lint/rule.h"

/*
 * The current statement: itself, the columns and constraints that it defines,
 * the actions of ALTER TABLE.  rules is a List of MigRule.  Memory is the
 * caller's current context.
 */
extern void mig_show_statement(MigLint *lint, const List *rules);

#endif							/* MIG_SHOW_H */
