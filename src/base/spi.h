/*
 * spi.h
 *	  Queries over catalogs and over our own tables.  No other file calls SPI.
 *
 * Every query runs with search_path pinned to "pg_catalog, pg_temp", so that
 * nothing a caller puts in front of it is ever found.  Names of our own tables
 * are written with their schema.
 */
#ifndef MIG_SPI_H
#define MIG_SPI_H

#include "utils/snapshot.h"

/* The rows of a result, as text, in the memory context of the caller. */
typedef struct MigRows
{
	int			nrows;
	int			ncols;
	char	  **cells;			/* nrows * ncols, row by row; NULL for NULL */
} MigRows;

static inline char *
mig_cell(const MigRows *rows, int row, int col)
{
	return rows->cells[row * rows->ncols + col];
}

/* Arguments of a query: parallel arrays; nulls may be NULL, or 'n' for NULL. */
typedef struct MigArgs
{
	int			n;
	const Oid  *types;
	const Datum *values;
	const char *nulls;
} MigArgs;

/*
 * Runs one statement and returns its rows; a statement without a result gives
 * nrows = rows processed and ncols = 0.  args may be NULL.  The plan of sql is
 * kept for the session, so sql must be a constant.
 */
extern MigRows *mig_spi_query(const char *sql, const MigArgs *args);

/*
 * As mig_spi_query for a SELECT, but sees what is committed now even in a
 * transaction whose isolation level keeps an older snapshot.
 */
extern MigRows *mig_spi_query_latest(const char *sql, const MigArgs *args);

/* As mig_spi_query, for a statement whose text is built at run time. */
extern MigRows *mig_spi_query_once(const char *sql, const MigArgs *args);

/*
 * Runs a SELECT and hands each row to row(slot, arg), one by one, without
 * keeping them.  What row allocates goes to the caller's memory context.  The
 * plan is kept, as by mig_spi_query.
 */
struct TupleTableSlot;
extern void mig_spi_each(const char *sql, const MigArgs *args,
						 void (*row) (struct TupleTableSlot *slot, void *arg),
						 void *arg);

/* Was the running function called by a procedure or DO that may commit? */
extern bool mig_spi_in_procedure(void);

/*
 * Begins a transaction in the middle of a statement, with a start of its own:
 * without this it would be said to have begun with the statement.
 */
extern void mig_spi_start_transaction(void);

#endif							/* MIG_SPI_H */
