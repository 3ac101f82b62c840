/*
 * annotation.h
 *	  Renames that the text of the model tells of.
 */
#ifndef MIG_ANNOTATION_H
#define MIG_ANNOTATION_H

#include "nodes/pg_list.h"

/*
 * The renames (char *, as "users.name=full_name") that the parts of the model
 * hold as comments "-- migrate:renamed-from users.name" above a column, a
 * constraint or a CREATE.  22023 when something else follows the comment.
 */
extern List *mig_annotation_renames(void);

#endif							/* MIG_ANNOTATION_H */
