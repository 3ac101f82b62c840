/*
 * parts.h
 *	  Files of other tools that hold both directions: cut at the lines that
 *	  begin them; and the transaction that a script brings with it.
 */
#ifndef MIG_FILES_PARTS_H
#define MIG_FILES_PARTS_H

#include "files/incoming.h"
#include "files/marker.h"

/* What a line begins. */
typedef enum MigCutMark
{
	MIG_CUT_NOTHING,
	MIG_CUT_UP,
	MIG_CUT_DOWN
} MigCutMark;

/*
 * Cuts a file at the lines for which mark says so, and sets the scripts of one.
 * Text before the first of them is noted, unless it is comments.  Returns false
 * when there is no such line at all.
 */
extern bool mig_files_cut(MigIncoming *one, const MigFile *file,
						  MigCutMark (*mark) (const MigLine *line), MigProblems *problems);

/*
 * A copy of a script without the lines BEGIN and COMMIT, or ROLLBACK, that are
 * all around it; they become empty, so that lines keep their numbers.
 */
extern char *mig_files_unwrapped(const char *script);

/*
 * What follows these words at the start of a line, however many blanks are
 * between them and after them; NULL: it does not begin so.
 */
extern const char *mig_files_after(const MigLine *line, const char *words);

#endif							/* MIG_FILES_PARTS_H */
