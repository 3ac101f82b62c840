/*
 * alter.h
 *	  ALTER TABLE, whose subcommands are rewritten one by one.
 */
#ifndef MIG_ONLINE_ALTER_H
#define MIG_ONLINE_ALTER_H

#include "base/token.h"
#include "nodes/parsenodes.h"
#include "online/form.h"

/* The statement. */
typedef struct MigAltering
{
	MigForm    *form;
	MigSubject	table;
	const MigTokens *tokens;
	const char *start;			/* "ALTER TABLE IF EXISTS t", up to the first subcommand */
} MigAltering;

/* A subcommand: the tokens from first up to and without stop. */
typedef struct MigSubcommand
{
	AlterTableCmd *cmd;
	int			first;
	int			stop;
} MigSubcommand;

/* See mig_online_rewrite. */
extern bool mig_online_alter(MigForm *form, Node *stmt, const char *text);

/* ALTER TABLE with a subcommand: its online form, or itself. */
extern void mig_online_alter_add(const MigAltering *alter, const char *subcommand);

#endif							/* MIG_ONLINE_ALTER_H */
