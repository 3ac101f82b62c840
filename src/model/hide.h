/*
 * hide.h
 *	  Takes what a database holds out of sight.
 *
 * All of it is done by updates of catalog rows in the current subtransaction,
 * without a lock that other sessions would wait for: they go on seeing the old
 * rows.  The caller undoes the subtransaction.
 */
#ifndef MIG_HIDE_H
#define MIG_HIDE_H

#include "nodes/pg_list.h"

/*
 * Hides the named schemas (char *) and every user object that belongs to no
 * schema, and makes an empty schema "public", as initdb does, if it is among
 * them.  Extensions are to be listed before, if any is to be shown again.
 */
extern void mig_hide_all(List *schemas);

/*
 * Gives one schema the name of another, which is hidden if it exists.  An
 * error when there is none to be renamed (3F000).
 */
extern void mig_hide_rename_schema(const char *from, const char *to);

#endif							/* MIG_HIDE_H */
