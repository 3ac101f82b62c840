/*
 * say.h
 *	  The words of messages, and the pieces of safer statements.  Everything is in the
 *	  current memory context.
 */
#ifndef MIG_SAY_H
#define MIG_SAY_H

#include "lint/rule.h"

/* Comments that stand before the parts of a safer way. */
#define MIG_SAY_FIRST	"-- in a revision of its own:\n"
#define MIG_SAY_NEXT	"-- in the next revision:\n"
#define MIG_SAY_THEN	"-- and in the one after that:\n"
#define MIG_SAY_ALONE	"-- in a revision of its own with transactional => false:\n"

/* A relation as it was written, quoted. */
extern const char *mig_say_relation(const RangeVar *relation);

/* A relation of the scene, quoted, without a schema that it is found without. */
extern const char *mig_say_table(const MigTable *table);

/* " (about 120000 rows)", or "" when nobody knows. */
extern const char *mig_say_rows(const MigTable *table);

/* "table \"orders\" (about 120000 rows)": the table of the statement. */
extern const char *mig_say_target(const MigLint *lint);

/* Names joined by commas; mig_say_list quotes them. */
extern const char *mig_say_joined(const List *names);
extern const char *mig_say_list(const List *names);

/*
 * The definition of the table constraint at hand, with "CONSTRAINT name" before it:
 * what stands after ADD.
 */
extern const char *mig_say_constraint(const MigLint *lint, const Constraint *constraint);

/* The column at hand as it was written, without its constraints; and one of these. */
extern const char *mig_say_column(const MigLint *lint, const ColumnDef *column);
extern const char *mig_say_column_constraint(const MigLint *lint, const Constraint *constraint);

/* The column at hand as it was written, without this one of its constraints. */
extern const char *mig_say_column_without(const MigLint *lint, const ColumnDef *column,
										  const Constraint *constraint);

/* The name that a constraint has or gets, not quoted. */
extern const char *mig_say_constraint_name(const MigLint *lint, const Constraint *constraint);

/* CREATE INDEX ... ON ONLY the partitioned table, without CONCURRENTLY. */
extern const char *mig_say_index_only(const MigLint *lint, const IndexStmt *index);

/* Statements that set a column of the statement's table NOT NULL beside traffic. */
extern const char *mig_say_not_null(const MigLint *lint, const char *column);

/* "share row exclusive" */
extern const char *mig_say_lock(LOCKMODE mode);

#endif							/* MIG_SAY_H */
