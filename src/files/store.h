/*
 * store.h
 *	  A whole set of revisions that came in files becomes the stored one.
 */
#ifndef MIG_FILES_STORE_H
#define MIG_FILES_STORE_H

#include "files/incoming.h"

/*
 * Checks a List of MigIncoming against each other and the store, and says of
 * each what would become of it.  Writes and locks nothing.  Returns whether
 * there is anything to store.  problems holds those that there are already;
 * with the new ones, all are raised: MG060 or MG004.  If it is to warn, scripts
 * that do not parse bring a WARNING.
 */
extern bool mig_files_plan(List *incoming, bool warn, MigProblems *problems);

/*
 * Is what came in a file stored already, as it is?  Its parents are filled in
 * where it names none.
 */
extern bool mig_files_agrees(MigIncoming *one);

/* Is a stored revision to be changed? */
extern bool mig_files_changes_stored(const List *incoming);

/*
 * Stores them, after mig_files_plan in a transaction that keeps other authors
 * out (mig_history_begin_authoring), and migrators too if a stored one changes.
 * Error: MG020 one that is applied would become another; the detail shows how.
 */
extern void mig_files_store(List *incoming);

#endif							/* MIG_FILES_STORE_H */
