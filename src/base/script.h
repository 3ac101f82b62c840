/*
 * script.h
 *	  Cuts a script, which is SQL text, into its statements.
 */
#ifndef MIG_SCRIPT_H
#define MIG_SCRIPT_H

#include "nodes/parsenodes.h"
#include "tcop/cmdtag.h"

#include "base/classify.h"

/* A statement of a script.  Offsets and lengths are in bytes. */
typedef struct MigStmt
{
	int			lead;			/* where its leading white space and comments
								 * begin: just after the statement before */
	int			offset;			/* where its first token begins */
	int			length;			/* without the semicolon and what follows */
	int			line;			/* of its first token, from 1 */
	NodeTag		node;			/* of its raw parse tree */
	CommandTag	command;
	uint32		flags;			/* MIG_STMT_...; see classify.h */
	int			locks;			/* see mig_classify_locks */
	bool		bare;			/* false; for who runs it: see model/load.h */
} MigStmt;

/* A script that has been cut. */
typedef struct MigCut
{
	const char *what;			/* for CONTEXT: "revision ae10, upgrade script" */
	const char *sql;			/* the whole text */
	int			nstmts;
	MigStmt    *stmts;
} MigCut;

/*
 * Parses sql and returns its statements, none for a text of comments.  The
 * result is in the caller's memory context and points to what and sql, which
 * must outlive it; the parse trees are freed.
 * Errors: 42601 and what else the server's parser raises, with the position
 * in sql, a CONTEXT that names what and the line, and a hint when the text is
 * not SQL but psql's (a backslash command, COPY with its data).
 */
extern MigCut *mig_script_cut(const char *what, const char *sql);

/*
 * Takes off the BEGIN and COMMIT of a script that is wrapped in exactly one
 * such pair, with a NOTICE.  A BEGIN with modes and a COMMIT AND CHAIN stay.
 */
extern void mig_script_unwrap(MigCut *cut);

/* The text of a statement, a copy in the current memory context. */
extern char *mig_script_text(const MigCut *cut, const MigStmt *stmt);

/*
 * The raw parse tree of a statement, in the current memory context.  Its
 * locations are relative to text, which is mig_script_text's.
 */
extern RawStmt *mig_script_parse(const char *text);

/*
 * Turns the cursor position that an error may have, which is one in text, into
 * an internal one, so that clients show that text and not their own query.
 * Returns the number of lines of text before it, or -1 without a position.
 * For error context callbacks.
 */
extern int	mig_script_reposition(const char *text);

#endif							/* MIG_SCRIPT_H */
