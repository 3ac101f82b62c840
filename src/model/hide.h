/*
 * hide.h
 *	  Takes what a database holds out of sight, and brings parts of it back.
 *
 * All of it is done by updates of catalog rows in the current subtransaction,
 * without a lock that other sessions would wait for: they go on seeing the old
 * rows.  The caller undoes the subtransaction.
 */
#ifndef MIG_HIDE_H
#define MIG_HIDE_H

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"

/* What was hidden, in the memory context that mig_hide_all was called in. */
typedef struct MigHidden MigHidden;

/*
 * Hides the named schemas (char *) and every user object that belongs to no
 * schema, and makes an empty schema "public", as initdb does, if it is among
 * them.
 */
extern MigHidden *mig_hide_all(List *schemas);

/*
 * Shows a hidden extension again, its members moved into the schema given
 * (NULL: the one that has the name of its former one).  False when there is no
 * such extension; an error when there is no such schema.
 */
extern bool mig_hide_show_extension(const MigHidden *hidden, const char *name, const char *schema);

/* The version that the database has of an extension; NULL: it has not got it. */
extern const char *mig_hide_extension_version(const MigHidden *hidden, const char *name);

/*
 * For an empty database that stands in for this one: nothing is there to be
 * hidden or shown, and what has to be known of this one is packed and read.
 */
extern void mig_hide_pack(StringInfo out);
extern MigHidden *mig_hide_read(StringInfo in);

/*
 * Gives one schema the name of another, which is hidden if it exists.  An
 * error when there is none to be renamed (3F000).
 */
extern void mig_hide_rename_schema(const char *from, const char *to);

#endif							/* MIG_HIDE_H */
