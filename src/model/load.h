/*
 * load.h
 *	  Runs DDL in the shadow.
 */
#ifndef MIG_LOAD_H
#define MIG_LOAD_H

#include "model/hide.h"

/* What a text may hold. */
typedef enum MigLoadRules
{
	MIG_LOAD_MODEL,				/* statements that define schema objects only */
	MIG_LOAD_SCRIPT				/* a revision's: what a transaction can run */
} MigLoadRules;

/*
 * Runs a text statement by statement in the current subtransaction, which the
 * caller undoes; no event trigger fires.  name is how errors call the text
 * ("model part \"a\""); they give statement and line too.
 */
extern void mig_load_run(const char *text, const char *name, MigLoadRules rules,
						 const MigHidden *hidden);

#endif							/* MIG_LOAD_H */
