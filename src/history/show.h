/*
 * show.h
 *	  A revision as a person reads it.
 */
#ifndef MIG_SHOW_H
#define MIG_SHOW_H

#include "history/journal.h"

/*
 * Everything about a revision, its scripts included, as lines of text in the
 * current memory context.
 */
extern char *mig_history_show(const MigStand *stand, int rev);

/* For every revision by number, the labels (char *) of the branches it is on. */
extern List **mig_history_labels(const MigGraph *graph);

#endif							/* MIG_SHOW_H */
