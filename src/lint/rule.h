/*
 * rule.h
 *	  The descriptor of a rule, and what its functions are given.
 *
 * A rule looks at parts of statements: whole statements, the actions of ALTER
 * TABLE (AlterTableCmd), the definitions of columns (ColumnDef) and constraints
 * (Constraint) in ALTER TABLE and CREATE TABLE.  It reports what it finds.
 */
#ifndef MIG_RULE_H
#define MIG_RULE_H

#include "storage/lockdefs.h"

#include "base/script.h"
#include "lint/lint.h"
#include "lint/scene.h"
#include "lint/words.h"

/* Traits of a rule. */
#define MIG_RULE_OLD	(1 << 0)	/* only where the table was there before */
#define MIG_RULE_BIG	(1 << 1)	/* and has migrate.lint_min_rows rows */
#define MIG_RULE_OPTIONAL (1 << 2)	/* only when migrate.lint_also names it */
#define MIG_RULE_BLOCK	(1 << 3)	/* only in revisions that are one transaction */
#define MIG_RULE_DESIGN (1 << 4)	/* not in downgrades: they put back what was */
#define MIG_RULE_OTHERS (1 << 5)	/* OLD and BIG are about other tables than the
									 * statement's: it asks mig_lint_concerns */

/* What the statement that is reported does. */
#define MIG_DOES_SCAN		(1 << 0)	/* reads all rows of the table */
#define MIG_DOES_REWRITE	(1 << 1)	/* writes them all anew */
#define MIG_DOES_FAIL		(1 << 2)	/* raises an error when it runs */

/* A lock that a statement takes. */
typedef struct MigTaking
{
	MigTable   *table;
	LOCKMODE	mode;
	int			statement;		/* from 0 */
} MigTaking;

/* Something that a rule wants to look at again at the end of the script. */
typedef struct MigMemo
{
	const struct MigRule *rule;
	int			statement;		/* from 0 */
	const char *schema;
	const char *table;
	const char *name;
} MigMemo;

/* What is being judged. */
typedef struct MigLint
{
	MigScene   *scene;
	const MigSheet *sheet;		/* the script, and what is known of it */
	MigCut	   *cut;
	int			number;			/* of the statement, from 0; -1: the whole script */
	const char *text;			/* of the statement */
	const MigWords *words;		/* of the statement */
	Node	   *stmt;
	List	   *taking;			/* of MigTaking: the locks that it takes */

	/* Where the statement has one table: */
	const RangeVar *relation;	/* as written, or NULL */
	MigTable   *table;			/* or NULL */

	/* Where the part is in an ALTER TABLE or CREATE TABLE: */
	AlterTableCmd *cmd;			/* NULL in CREATE TABLE */
	const char *action;			/* the text of cmd */
	ColumnDef  *column;			/* of a column's constraint */

	/* The transaction so far. */
	List	   *taken;			/* of MigTaking, in order: the locks it holds */
	List	   *memos;			/* of MigMemo */

	/* The engine's own. */
	int			line;			/* of an error in the script, or 0 */
	const struct MigRule *rule;
	MemoryContext cxt;			/* of what outlives the statement */
	List	   *findings;
} MigLint;

/* A comment that tells to ignore a rule at a statement. */
typedef struct MigNote
{
	int			statement;		/* from 0 */
	const char *rule;
	const char *reason;			/* "" without one */
} MigNote;

typedef struct MigRule
{
	const char *name;
	MigSeverity severity;
	uint32		traits;			/* MIG_RULE_... */
	LOCKMODE	lock;			/* the strongest that the reported statement takes
								 * on its table, when that is the point */
	uint32		does;			/* MIG_DOES_... */
	const char *summary;		/* what is wrong, for a list of rules */
	NodeTag		nodes[6];		/* what it looks at */
	void		(*check) (MigLint *lint, Node *node);	/* or NULL */
	void		(*finish) (MigLint *lint);	/* at the end of the script; or NULL */
	void		(*broken) (MigLint *lint, const ErrorData *error);	/* it does not parse */
	void		(*note) (MigLint *lint, const MigNote *note);	/* an ignoring comment */
} MigRule;

/*
 * Reports the current rule at the current statement, or, with number -1, at the
 * script.  safer is SQL (or a comment) that does it in a better way, or NULL.
 * Both are copied.
 */
extern void mig_lint_report(MigLint *lint, const char *message, const char *safer);

/* Do the traits of the current rule let it speak about this table? */
extern bool mig_lint_concerns(const MigLint *lint, const MigTable *table);

/*
 * Remembers a table, and a name, for the current rule; and, in its finish, goes
 * through what it has remembered: check may report at the statement of then.
 */
extern void mig_lint_remember(MigLint *lint, MigTable *table, const char *name);
extern void mig_lint_recall(MigLint *lint,
							void (*check) (MigLint *lint, MigTable *table, const char *name));

/* Forgets what the current rule has remembered: of a table, of a name; NULL for any. */
extern void mig_lint_forget(MigLint *lint, const char *table, const char *name);

/* The number of a version of the server, as in server_version_num. */
extern int	mig_lint_server(void);

#endif							/* MIG_RULE_H */
