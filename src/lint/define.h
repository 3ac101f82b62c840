/*
 * define.h
 *	  From the definitions of columns, constraints and indexes in a parse tree to
 *	  what a table knows of them.  Everything is in the current memory context.
 */
#ifndef MIG_DEFINE_H
#define MIG_DEFINE_H

#include "lint/scene.h"

/* The names of a List of String nodes, as char *, copied. */
extern List *mig_define_names(const List *strings);

/*
 * The name that the server would give a constraint (Constraint.conname NULL) on
 * a table; column is that whose definition it is part of, or NULL.
 */
extern const char *mig_define_constraint_name(const char *table, const Constraint *constraint,
											  const char *column);

/* Adds what a definition says to a table. */
extern void mig_define_column(MigScene *scene, MigTable *table, const ColumnDef *def);
extern void mig_define_constraint(MigScene *scene, MigTable *table, const Constraint *def, const char *column);
extern void mig_define_index(MigScene *scene, MigTable *table, const IndexStmt *def);

/* The name of the index that a statement creates. */
extern const char *mig_define_index_name(const char *table, const IndexStmt *def);

#endif							/* MIG_DEFINE_H */
