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
	const char *file;			/* which has id to labels; NULL: the revision's own */
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
	const char *key;			/* what the tool it comes from calls it, or NULL */
	MigPlaces	at;
	MigStored	stored;
	bool		follows;		/* its parent is whichever came before it */
	bool		loose;			/* a script that refuses a transaction block
								 * makes it one that is not transactional; else
								 * that is a problem */
	bool		applied;		/* that tool has applied it already */
	MigFate		fate;
} MigIncoming;

/*
 * Reads a revision file of our own, or one of dbmate's, whose version is in its
 * name.  NULL when it is none; problems says why.
 */
extern MigIncoming *mig_files_read(const MigFile *file, MigProblems *problems);

/*
 * A revision of another tool: it follows what came before it.  An id that can't
 * be one is noted.
 */
extern MigIncoming *mig_files_new(const MigFile *file, const char *id, const char *message,
								  MigProblems *problems);

/* The revision of that id, or NULL. */
extern MigIncoming *mig_files_find(List *incoming, const char *id);

/*
 * Gives a revision its upgrade (upgrade) or downgrade from a file: a second one
 * is noted.  line: where it begins.
 */
extern void mig_files_set_script(MigIncoming *one, const MigFile *file, bool upgrade, const char *script,
								 int line, MigProblems *problems);

/* "create_users" as "create users"; a suffix ".sql" is left out. */
extern char *mig_files_words(const char *name);

/* The last part of a name that has directories. */
extern const char *mig_files_base_name(const char *name);

#endif							/* MIG_INCOMING_H */
