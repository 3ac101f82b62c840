/*
 * lint.h
 *	  What is dangerous about a script, by its parse trees and the catalogs.
 *	  Nothing is run.
 */
#ifndef MIG_LINT_H
#define MIG_LINT_H

#include "nodes/pg_list.h"

typedef enum MigSeverity
{
	MIG_NOTICE,					/* worth knowing */
	MIG_WARNING,				/* blocks or breaks somebody, for a moment or in part */
	MIG_ERROR					/* fails, stops a table for long, or loses data */
} MigSeverity;

/* 'notice', 'warning', 'error'. */
extern const char *const mig_severity_names[];

/* A script to be judged. */
typedef struct MigSheet
{
	const char *what;			/* for errors: "revision ae10, upgrade script" */
	const char *script;			/* NULL: there is none */
	bool		downgrade;
	bool		transactional;
	bool		applied;		/* what it makes is there already */
	bool		wanted;			/* one ought to be there */
} MigSheet;

/* What a rule has found. */
typedef struct MigFinding
{
	int			statement;		/* from 1; 0: the script as a whole */
	int			line;			/* of the statement, or the error, from 1; or 0 */
	const struct MigRule *rule;
	MigSeverity severity;
	const char *message;
	const char *safer;			/* or NULL */
	int			order;			/* in which it was reported */
} MigFinding;

/*
 * Scripts that are judged with the same scene follow each other: each finds
 * what those before it have made, and what they have not is in the catalogs.
 */
struct MigScene;
extern struct MigScene *mig_lint_scene(void);

/*
 * Judges a script; a List of MigFinding, in the order of statements.  The
 * scene is that after the script, then.  Everything is in the current memory
 * context, which the scene has to share.  Raises no errors about the script:
 * one that does not parse is a finding.
 */
extern List *mig_lint_script(struct MigScene *scene, const MigSheet *sheet);

/* The name of the rule of a finding. */
extern const char *mig_lint_rule_name(const MigFinding *finding);

#endif							/* MIG_LINT_H */
