/*
 * incoming.h
 *	  Revisions that came in files, on their way to the store.
 */
#ifndef MIG_INCOMING_H
#define MIG_INCOMING_H

#include "files/problem.h"
#include "history/revision.h"

/* A file as it came; text is in the encoding of the database. */
typedef struct MigFile
{
	const char *name;			/* with the directories that it was given with */
	const char *text;
} MigFile;

/* What became of a revision. */
typedef enum MigFate
{
	MIG_UNCHANGED,
	MIG_ADDED,
	MIG_UPDATED
} MigFate;

/* 'unchanged', 'added', 'updated'. */
extern const char *const mig_fate_names[];

/* The lines of its file at which things about a revision are said, or 0. */
typedef struct MigPlaces
{
	int			id;
	int			parents;
	int			dependencies;
	int			labels;
	int			scripts[3];		/* upgrade, downgrade, verify: their first lines */
} MigPlaces;

/* A revision that came in a file. */
typedef struct MigIncoming
{
	const char *file;
	MigPlaces	at;
	MigStored	stored;
	bool		follows;		/* its parent is whichever came before it */
	bool		loose;			/* a script that refuses a transaction block
								 * makes it one that is not transactional; else
								 * that is a problem */
	MigFate		fate;
} MigIncoming;

/*
 * Reads a revision file of our own, or one of dbmate's, whose version is in its
 * name.  NULL when it is none; problems says why.
 */
extern MigIncoming *mig_files_read(const MigFile *file, MigProblems *problems);

/* The last part of a name that has directories. */
extern const char *mig_files_base_name(const char *name);

#endif							/* MIG_INCOMING_H */
