/*
 * digest.h
 *	  SHA-256 of texts.
 */
#ifndef MIG_DIGEST_H
#define MIG_DIGEST_H

/*
 * The SHA-256 of n texts, any of which may be NULL: for each a byte 0 (NULL) or
 * 1, its length in bytes as eight bytes, most significant first, and its bytes
 * in UTF-8; so texts do not run into each other, and a database in another
 * encoding has the same digest.  Returns a palloc'd bytea.
 */
extern bytea *mig_digest_texts(text *const *texts, int n);

#endif							/* MIG_DIGEST_H */
