/*
 * mention.h
 *	  The words of a statement that may be names of something.
 */
#ifndef MIG_MENTION_H
#define MIG_MENTION_H

/* Which words, besides identifiers. */
#define MIG_MENTION_STRINGS		(1 << 0)	/* those in literals and bodies */
#define MIG_MENTION_REFERENCES	(1 << 1)	/* the tables that REFERENCES names */

/*
 * Calls use(word, arg) for each, as the catalogs would have it: folded, without
 * quotes, and cut to the length of names; the same word may come again.  The
 * text is one that the parser accepts.  False when the text has names that
 * cannot be told from it (U&"...").
 */
extern bool mig_mention_each(const char *text, int flags,
							 void (*use) (const char *word, void *arg), void *arg);

#endif							/* MIG_MENTION_H */
