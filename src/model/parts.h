/*
 * parts.h
 *	  The desired state as its users wrote it: parts of DDL with names.
 */
#ifndef MIG_PARTS_H
#define MIG_PARTS_H

#include "nodes/pg_list.h"

typedef struct MigPart
{
	const char *name;
	const char *ddl;
} MigPart;

/* All parts (MigPart *) in order of name; NIL when there is no model. */
extern List *mig_parts_read(void);

/* How errors call a part, in the current memory context. */
extern char *mig_parts_what(const MigPart *part);

/* Stores a part; ddl NULL removes it. */
extern void mig_parts_set(const char *name, const char *ddl);

#endif							/* MIG_PARTS_H */
