/*
 * words.h
 *	  A statement's text as the server's scanner reads it: for the parts of it
 *	  that go into a safer one.
 */
#ifndef MIG_WORDS_H
#define MIG_WORDS_H

#include "nodes/pg_list.h"

typedef struct MigWord
{
	int			start;			/* offsets in the text, in bytes */
	int			end;
	int			depth;			/* of parentheses around it; they themselves are outside */
} MigWord;

typedef struct MigWords
{
	const char *text;
	int			n;
	MigWord    *words;
} MigWords;

/* The words of a text that the server has parsed, in the current memory context. */
extern MigWords *mig_words_scan(const char *text);

/* The same for one that may be no SQL: NULL when it cannot be scanned. */
extern MigWords *mig_words_try(const char *text);

/* Is it this keyword or punctuation?  False past the end. */
extern bool mig_words_is(const MigWords *words, int i, const char *word);

/* The first such word at depth 0 that is not before word i, or -1. */
extern int	mig_words_find(const MigWords *words, int i, const char *word);

/* The word that begins at an offset, or after it; words->n past the end. */
extern int	mig_words_at(const MigWords *words, int offset);

/* The text with more put in after a word. */
extern char *mig_words_insert(const MigWords *words, int after, const char *more);

/*
 * The text without the first words at depth 0 that are these (one space between
 * them), and the white space before them; all of it where they are not.
 */
extern const char *mig_words_without(const MigWords *words, const char *phrase);

/*
 * The actions of an ALTER TABLE, as they are written; relation is the offset of
 * the table's name.  List of MigWord *.
 */
extern List *mig_words_actions(const MigWords *words, int relation);

/* A part of the text, without white space and commas at its ends. */
extern char *mig_words_part(const MigWords *words, int start, int end);

#endif							/* MIG_WORDS_H */
