/*
 * ignore.h
 *	  Comments that tell to ignore a rule: -- migrate:lint-ignore rule reason
 */
#ifndef MIG_IGNORE_H
#define MIG_IGNORE_H

#include "lint/rule.h"

/*
 * The comments of a script; List of MigNote.  One that stands before a
 * statement or inside it is about that statement, one after it in its last line, too.
 */
extern List *mig_ignore_find(const MigCut *cut);

/* Is the rule to be ignored at this statement (from 0)? */
extern bool mig_ignore_covers(const List *notes, int statement, const MigRule *rule);

#endif							/* MIG_IGNORE_H */
