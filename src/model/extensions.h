/*
 * extensions.h
 *	  The extensions of the database, for a place where they are out of sight.
 */
#ifndef MIG_EXTENSIONS_H
#define MIG_EXTENSIONS_H

#include "lib/stringinfo.h"

typedef struct MigExtensions MigExtensions;

/* Those of this database, as they are now, in the current memory context. */
extern MigExtensions *mig_extensions_list(void);

/*
 * Shows one that was hidden again, its members moved into the schema given
 * (NULL: the one that has the name of its former one), and updates it to the
 * version given (NULL: whatever it is).  False when there is no such extension,
 * none can be shown, or no update leads to the version; an error when there is
 * no such schema.
 */
extern bool mig_extensions_show(const MigExtensions *extensions, const char *name, const char *schema,
								const char *version);

/*
 * Puts one out of sight again that is in use there, where it can't be dropped.
 * False: it is not, or there is no such extension, and the server may drop it.
 * An error if anything in sight uses it, or the caller does not own it.
 */
extern bool mig_extensions_hide(const MigExtensions *extensions, const char *name);

/* The version that the database has of one; NULL: it has not got it. */
extern const char *mig_extensions_version(const MigExtensions *extensions, const char *name);

/*
 * For a database that stands in for this one: what has to be known there.
 * Those that were read cannot be shown.
 */
extern void mig_extensions_pack(StringInfo out);
extern MigExtensions *mig_extensions_read(StringInfo in);

#endif							/* MIG_EXTENSIONS_H */
