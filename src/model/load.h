/*
 * load.h
 *	  Runs DDL in the shadow.
 */
#ifndef MIG_LOAD_H
#define MIG_LOAD_H

#include "base/exec.h"
#include "model/extensions.h"

/* What a text may hold. */
typedef enum MigLoadRules
{
	MIG_LOAD_MODEL,				/* statements that define schema objects only */
	MIG_LOAD_SCRIPT				/* a revision's: what a transaction can run */
} MigLoadRules;

/*
 * Cuts a text into its statements, in the current memory context.  name is how
 * errors call it ("model part \"a\"").  Errors: 0A000 for those that cannot
 * run here, 42601.
 */
extern MigCut *mig_load_cut(const char *text, const char *name, MigLoadRules rules);

/*
 * Runs the statements one by one in the current transaction, which the caller
 * undoes; no event trigger fires.  Errors give statement and line.  Each is run
 * by around, or left out; NULL: all are run.  A CREATE TABLE that is bare
 * (MigStmt.bare) is run without its foreign keys.
 */
extern void mig_load_run(const MigCut *cut, MigLoadRules rules, const MigExtensions *extensions,
						 MigAround around, void *arg);

#endif							/* MIG_LOAD_H */
