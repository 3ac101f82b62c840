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

	/*
	 * Turns files, a List of MigFile, into a List of MigIncoming, in the order
	 * in which those that follow others do so.  What cannot be is noted.
	 */
	List	   *(*read) (List *files, MigProblems *problems);
} MigFormat;

/* The format of that name, or NULL. */
extern const MigFormat *mig_files_format(const char *name);

/* The names of all formats, with commas, for a hint. */
extern char *mig_files_format_names(void);

#define MIG_FORMAT(name)	extern const MigFormat mig_format_##name;
#include "files/formats.list"
#undef MIG_FORMAT

#endif							/* MIG_FORMAT_H */
