/*
 * pack.h
 *	  A fact base as bytes, to be kept and read again.
 */
#ifndef MIG_PACK_H
#define MIG_PACK_H

#include "lib/stringinfo.h"

#include "schema/fact.h"

/* The bytes of a finished base, in the current memory context. */
extern void mig_pack_facts(StringInfo out, const MigFactBase *base);

/*
 * The base that the bytes were made of; its context is a child of the current
 * one.  The bytes must come from a library with the same mig_pack_signature.
 * Addresses are those that the facts had where they were read.
 */
extern MigFactBase *mig_pack_read(StringInfo in);

/* A text, or NULL, among other bytes; read in the current memory context. */
extern void mig_pack_text(StringInfo out, const char *text);
extern char *mig_pack_read_text(StringInfo in);

/* The kinds and their attributes, as a text that changes when they do. */
extern char *mig_pack_signature(void);

#endif							/* MIG_PACK_H */
