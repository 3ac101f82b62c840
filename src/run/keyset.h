/*
 * keyset.h
 *	  A table in the order of its primary key, piece by piece.
 */
#ifndef MIG_KEYSET_H
#define MIG_KEYSET_H

/* In the memory context that was current when it was made. */
typedef struct MigKeyset
{
	char	   *table;			/* qualified and quoted */
	char	   *columns;		/* of the key: "a, b" */
	char	   *descending;		/* "a DESC, b DESC" */
	char	   *schema;			/* that has the key's operators, quoted */
	List	   *names;			/* char *: the columns, not quoted */
	List	   *types;			/* char *: theirs */
	int64		rows;			/* estimated; -1: nobody knows */
} MigKeyset;

/*
 * The keyset of a table.  Errors: 42809 not a table, 55000 without a primary
 * key, 0A000 with a key whose operators are in several schemas.
 */
extern MigKeyset *mig_keyset_open(Oid table);

/* Is this column a part of the key? */
extern bool mig_keyset_has(const MigKeyset *keys, const char *column);

/* A place in the order: at a row of these values. */
typedef struct MigPlace
{
	char	   *values;			/* as a row expression; NULL: before the first */
	char	   *json;			/* as a JSON array, to be stored; NULL likewise */
} MigPlace;

/* The place that was stored. */
extern MigPlace mig_keyset_place(const MigKeyset *keys, const char *json);

/*
 * The place so many rows after another; *rows: how many there are, 0 after the
 * last one.
 */
extern MigPlace mig_keyset_next(const MigKeyset *keys, const MigPlace *from, int limit, int64 *rows);

/* A condition: the rows after from, up to and with to. */
extern char *mig_keyset_between(const MigKeyset *keys, const MigPlace *from, const MigPlace *to);

#endif							/* MIG_KEYSET_H */
