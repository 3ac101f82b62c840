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

/*
 * Gives one schema the name of another, which is hidden if it exists.  An
 * error when there is none to be renamed (3F000).
 */
extern void mig_hide_rename_schema(const char *from, const char *to);

#endif							/* MIG_HIDE_H */
