/*
 * names.h
 *	  What of a fact base goes by which name.
 *
 * A root is a fact that is nobody's part, a table with all that belongs to it
 * for one; a schema is not what its tables belong to.
 */
#ifndef MIG_NAMES_H
#define MIG_NAMES_H

#include "schema/fact.h"

typedef struct MigNames MigNames;

/* The root that a fact belongs to. */
extern MigFact *mig_names_root(const MigFact *fact);

/*
 * Is it only used where its name is written, as a table or a function is?  Any
 * statement may need the others: casts, operators, extensions.
 */
extern bool mig_names_is_written(const MigFact *root);

/* The name that it goes by, without quotes, cut to the length of names. */
extern const char *mig_names_of(const MigFact *root);

/* All names in a finished base, in the current memory context. */
extern MigNames *mig_names_read(const MigFactBase *base);

/* The roots (MigFact *) that have the name, or a part with it. */
extern List *mig_names_find(const MigNames *names, const char *name);

#endif							/* MIG_NAMES_H */
