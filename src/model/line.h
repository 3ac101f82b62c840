/*
 * line.h
 *	  A statement of a model that is to be built in part.
 */
#ifndef MIG_LINE_H
#define MIG_LINE_H

#include "base/script.h"
#include "model/statements.h"

/* A statement of the model. */
typedef struct MigLine
{
	const MigCut *cut;
	int			number;			/* in it, from 0 */
	MigStatement *digest;		/* its digest, and no more */
	const MigStatement *before; /* the same one in the model before; NULL: it is new */
	bool		runs;
	bool		copies;			/* it makes roots of what other roots look like */
} MigLine;

/* Its text, a copy in the current memory context. */
extern char *mig_line_text(const MigLine *line);

/*
 * Calls use for the names of what it may change or replace, and perhaps of more;
 * not for those of what it only needs.  False as of mig_mention_each.
 */
extern bool mig_line_targets(const MigLine *line, void (*use) (const char *word, void *arg), void *arg);

/*
 * Does it make something like something else, as CREATE TABLE .. LIKE does?  The
 * server records no dependency on that.
 */
extern bool mig_line_copies(const MigLine *line);

/* Does it only add to a root what nothing else ever needs? */
extern bool mig_line_is_needless(const MigLine *line);

#endif							/* MIG_LINE_H */
