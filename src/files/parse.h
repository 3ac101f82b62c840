/*
 * parse.h
 *	  Takes a revision file apart.  Pure: no SQL, no catalogs; any bytes will do.
 *
 * A file is a header of comments, "-- key: value", and sections that each begin
 * with a marker:
 *
 *		-- revision: 1975ea83b712
 *		-- revises: ae1027a6acf
 *		-- message: create products table
 *
 *		-- migrate:up
 *		CREATE TABLE products (id int);
 *
 *		-- migrate:down
 *		DROP TABLE products;
 *
 * The line end before the next marker or the end of the file is not part of a
 * script, nor is one empty line before the next marker.  A script with lines
 * that look like markers is written between "-- migrate:up until:WORD" and
 * "-- migrate:end WORD".
 */
#ifndef MIG_PARSE_H
#define MIG_PARSE_H

#include "files/marker.h"
#include "files/problem.h"

typedef enum MigHeaderKey
{
	MIG_HEADER_REVISION,
	MIG_HEADER_REVISES,
	MIG_HEADER_DEPENDS_ON,
	MIG_HEADER_BRANCH_LABELS,
	MIG_HEADER_CREATED,
	MIG_HEADER_MESSAGE,
	MIG_HEADER_TRANSACTIONAL,
	MIG_HEADER_KEYS
} MigHeaderKey;

/* How the keys are written. */
extern const char *const mig_header_keys[];

/* A piece of a file; text is NULL where there is none. */
typedef struct MigPiece
{
	char	   *text;
	int			line;			/* where it is; of a section, its marker's */
} MigPiece;

typedef struct MigParsed
{
	MigPiece	header[MIG_HEADER_KEYS];
	MigPiece	sections[MIG_SECTIONS];
	bool		no_transaction; /* a marker has transaction:false */
} MigParsed;

/*
 * Takes the text of a file apart; everything is copied.  Line ends of a file
 * that has them all in another system's style become newlines.  What cannot be
 * is noted in problems.
 */
extern MigParsed *mig_files_parse(const char *file, const char *text, MigProblems *problems);

#endif							/* MIG_PARSE_H */
