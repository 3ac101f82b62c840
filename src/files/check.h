/*
 * check.h
 *	  A whole set of revisions that came in files, checked against each other
 *	  and against what is stored.
 */
#ifndef MIG_FILES_CHECK_H
#define MIG_FILES_CHECK_H

#include "files/incoming.h"

/*
 * Gives a parent to each MigIncoming that follows others: the one of those
 * before it that is new, else the stored head.  One that is stored already
 * stays where it is.  Two heads are noted as a problem.
 */
extern void mig_files_chain(List *incoming, const MigGraph *graph, MigProblems *problems);

/*
 * Notes what is wrong with the history that incoming and graph make together:
 * an id or a label that is there twice, a parent that is not, a cycle.
 */
extern void mig_files_check(List *incoming, const MigGraph *graph, MigProblems *problems);

#endif							/* MIG_FILES_CHECK_H */
