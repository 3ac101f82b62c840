/*
 * settings.h
 *	  The settings (GUCs) of the extension.  Each is a variable that the
 *	  server keeps up to date; settings.c has the table that defines them.
 */
#ifndef MIG_SETTINGS_H
#define MIG_SETTINGS_H

extern char *mig_schemas;
extern char *mig_exclude;
extern char *mig_file_template;
extern bool mig_derive_downgrades;
extern int	mig_lock_timeout;	/* milliseconds */
extern int	mig_lock_retries;
extern int	mig_lock_retry_delay;	/* milliseconds */
extern int	mig_rehearse_lock_timeout;	/* milliseconds */

/* What the findings of lint are to upgrade and deploy. */
typedef enum MigLintLevel
{
	MIG_LINT_OFF,
	MIG_LINT_WARN,
	MIG_LINT_ERROR
} MigLintLevel;

extern int	mig_lint_level;		/* of MigLintLevel */
extern int	mig_lint_min_rows;
extern char *mig_lint_ignore;	/* names of rules */
extern char *mig_lint_also;		/* names of rules */
extern int	mig_statement_timeout;	/* milliseconds */
extern int	mig_max_replication_lag;	/* kilobytes */

/* Defines every setting; called once, when the library is loaded. */
extern void mig_settings_define(void);

#endif							/* MIG_SETTINGS_H */
