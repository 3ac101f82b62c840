/*
 * intake.h
 *	  Files of any format, from a client or a directory, on their way to the
 *	  store.
 */
#ifndef MIG_INTAKE_H
#define MIG_INTAKE_H

#include "files/format.h"

/* What became of a file. */
typedef struct MigOutcome
{
	const char *file;
	const char *revision;		/* NULL: a part of the model */
	const char *fate;
} MigOutcome;

/* The format of that name.  Error: 22023. */
extern const MigFormat *mig_intake_format(const char *name);

/* Is it a part of the model, by the folder that it is in? */
extern bool mig_intake_is_model(const char *name);

/*
 * Stores a List of MigFile, all of them or none, and adopts what the tool they
 * come from has applied, by its table (InvalidOid: the one with the usual name).
 * whole: they are all that there are, so other parts of the model go.
 * Returns a List of MigOutcome.  Errors: those of files/store.h, adopt.h.
 */
extern List *mig_intake_store(const char *command, List *files, const MigFormat *format, Oid table,
							  bool whole, MigProblems *problems);

/* The part of the model that a file holds, and the file that holds a part. */
extern char *mig_intake_file_of_part(const char *name);

#endif							/* MIG_INTAKE_H */
