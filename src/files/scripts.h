/*
 * scripts.h
 *	  What is wrong with the scripts of a revision that came in a file.
 */
#ifndef MIG_FILES_SCRIPTS_H
#define MIG_FILES_SCRIPTS_H

#include "files/incoming.h"

/*
 * Raises a WARNING, if it is to warn, for each script that does not parse.  A statement that
 * refuses a transaction block makes a loose revision one that is not
 * transactional; in others it is noted as a problem.
 */
extern void mig_files_check_scripts(MigIncoming *incoming, bool warn, MigProblems *problems);

#endif							/* MIG_FILES_SCRIPTS_H */
