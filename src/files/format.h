/*
 * format.h
 *	  The descriptor of a format: how the files of a tool become revisions, and
 *	  which of them that tool has applied already.
 */
#ifndef MIG_FORMAT_H
#define MIG_FORMAT_H

#include "files/incoming.h"

typedef struct MigFormat
{
	const char *name;

	/* Is a file of that name one to read?  NULL: all "*.sql" are. */
	bool		(*takes) (const char *name);

	/*
	 * Turns files, a List of MigFile, into a List of MigIncoming, in the order
	 * in which those that follow others do so.  What cannot be is noted.
	 */
	List	   *(*read) (List *files, MigProblems *problems);

	/*
	 * The table in which the tool keeps what is applied, with its schema where
	 * that is always the same; NULL: it has none.
	 */
	const char *table;

	/*
	 * A query of that table, which %s stands for: the key of what is applied
	 * (MigIncoming.key), whether that means all with lower keys, too, and whether
	 * it failed half way.
	 */
	const char *marks;
	bool		implies;		/* what is applied implies its ancestors */
	bool		whole;			/* the one revision is applied, or nothing is */
} MigFormat;

/* The format of that name, or NULL. */
extern const MigFormat *mig_files_format(const char *name);

/* The names of all formats, with commas, for a hint. */
extern char *mig_files_format_names(void);

/* Is a file of that name one that the format reads? */
extern bool mig_files_takes(const MigFormat *format, const char *name);

#define MIG_FORMAT(name)	extern const MigFormat mig_format_##name;
#include "files/formats.list"
#undef MIG_FORMAT

#endif							/* MIG_FORMAT_H */
