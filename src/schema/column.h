/*
 * column.h
 *	  What columns of tables and foreign tables are told apart by, and how that is
 *	  changed.
 */
#ifndef MIG_COLUMN_H
#define MIG_COLUMN_H

#include "schema/kind.h"

enum
{
	MIG_COLUMN_TYPE,
	MIG_COLUMN_COLLATION,
	MIG_COLUMN_GENERATED,
	MIG_COLUMN_IDENTITY,
	MIG_COLUMN_SEQUENCE,
	MIG_COLUMN_SEQUENCENAME,
	MIG_COLUMN_NOTNULL,
	MIG_COLUMN_STORAGE,
	MIG_COLUMN_COMPRESSION,
	MIG_COLUMN_STATISTICS,
	MIG_COLUMN_OPTIONS,
	MIG_COLUMN_FDWOPTIONS,
	MIG_COLUMN_RELATION,
	MIG_COLUMN_NAME,
	MIG_COLUMN_INHERITED,
	MIG_COLUMN_BASETYPE,
	MIG_COLUMN_TYPESTORAGE,
	MIG_COLUMN_SEQUENCEGIVEN,
	MIG_COLUMN_FOLLOWS,
	MIG_COLUMN_PARENTNOTNULL,
	MIG_COLUMN_PARENTGENERATED,
	MIG_COLUMN_PARENTDEFAULT,
	MIG_COLUMN_PARENTSTORAGE,
	MIG_COLUMN_PARENTCOMPRESSION,
	MIG_COLUMN_KEYED,
	MIG_COLUMN_NULLNAME,		/* of its own NOT NULL, where the server keeps one (18) */
	MIG_COLUMN_NULLSTATE,		/* of that: NO INHERIT, NOT VALID, both, or NULL */
	MIG_COLUMN_SEQUENCELOG,		/* p or u, of its identity's sequence; "alone"
								 * where its table is not the same */
	MIG_COLUMN_NATTRS
};

extern const MigAttr mig_column_attrs[MIG_COLUMN_NATTRS];

/* "ALTER TABLE ONLY t ALTER COLUMN c", the start of most statements. */
extern char *mig_column_alter(const MigFact *fact, bool recurse);

/* Does what it inherits from, a table or the type of a typed table, take it along? */
extern bool mig_column_follows(const MigFact *old, const MigFact *new);

/*
 * What makes an old value, in a column of the new name, a new one; NULL where an
 * assignment does.
 */
extern char *mig_column_conversion(MigWriter *out, const MigFact *old, const MigFact *new);

/*
 * " NOT NULL", with a name that the server would not choose; "" where there is
 * none, or CREATE cannot say it.
 */
extern const char *mig_column_notnull(const MigFact *fact);

/* Is it NOT VALID? */
extern bool mig_column_unproved(const MigFact *fact);

/* "GENERATED ALWAYS AS IDENTITY", with what is not as it would be anyway. */
extern char *mig_column_identity(const MigFact *fact);

#endif							/* MIG_COLUMN_H */
