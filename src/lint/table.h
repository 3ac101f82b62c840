/*
 * table.h
 *	  What is known of a relation: read from the catalogs, then changed by the
 *	  statements that are followed.
 *
 * Everything lives in the scene's memory context.
 */
#ifndef MIG_TABLE_H
#define MIG_TABLE_H

#include "nodes/pg_list.h"

typedef struct MigColumn
{
	const char *name;
	Oid			type;			/* InvalidOid: not known */
	int32		typmod;
	Oid			collation;
	bool		notnull;
	bool		fresh;			/* added by what was followed */
} MigColumn;

typedef struct MigIndex
{
	const char *name;
	const char *method;
	List	   *columns;		/* char *, the keys in order; "" an expression */
	bool		unique;
	bool		primary;
	bool		partial;
	bool		plain;			/* keys in the order and sense of their types, no INCLUDE */
	bool		valid;
	bool		fresh;
} MigIndex;

typedef struct MigConstraint
{
	const char *name;
	char		type;			/* as in pg_constraint.contype */
	bool		valid;
	bool		deferred;		/* INITIALLY DEFERRED */
	bool		fresh;
	List	   *columns;		/* char * */
	List	   *proves;			/* char *: columns that a CHECK keeps from NULL */
	const char *schema;			/* of a foreign key, the other table: the one */
	const char *table;			/* referenced, or, in incoming, referencing */
	List	   *others;			/* char *: the columns there, NIL its key */
} MigConstraint;

typedef struct MigTable
{
	const char *schema;
	const char *name;
	Oid			oid;			/* InvalidOid: not in the catalogs */
	char		kind;			/* as in pg_class.relkind; 0: not known */
	bool		fresh;			/* made by what was followed */
	bool		gone;			/* dropped by it, or renamed away */
	bool		partition;
	double		rows;			/* an estimate; -1: not known */
	List	   *columns;		/* of MigColumn */
	List	   *indexes;		/* of MigIndex */
	List	   *constraints;	/* of MigConstraint */
	List	   *incoming;		/* of MigConstraint: foreign keys of others */
	struct MigTable *of;		/* of an index: its table, or NULL */
} MigTable;

/*
 * Reads a relation, by its oid, into the current memory context.  Takes no
 * lock that anybody could wait for or that waits for anybody.  NULL when it is
 * gone.
 */
extern MigTable *mig_table_read(Oid oid);

/* Its column, index or constraint of a name, or NULL. */
extern MigColumn *mig_table_column(const MigTable *table, const char *name);
extern MigIndex *mig_table_index(const MigTable *table, const char *name);
extern MigConstraint *mig_table_constraint(const MigTable *table, const char *name);

/* Are the first keys of a valid index that is not partial these columns, in any order? */
extern bool mig_table_has_index_on(const MigTable *table, const List *columns);

/* Does a validated CHECK say that the column is not NULL? */
extern bool mig_table_proves_not_null(const MigTable *table, const char *column);

/* The rows of a query about an oid, its $1. */
extern struct MigRows *mig_table_query(const char *sql, Oid oid);

#endif							/* MIG_TABLE_H */
