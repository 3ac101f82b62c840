/*
 * draw.h
 *	  The revision graph as text, newest first, as git log --graph draws it.
 */
#ifndef MIG_DRAW_H
#define MIG_DRAW_H

#include "history/dag.h"

/*
 * One line a revision: its id, what is to be known of it in parentheses, the
 * first line of its message; and the lines of parenthood beside.  In the
 * current memory context; "" for an empty history.
 */
extern char *mig_history_draw(const MigGraph *graph, List *marks);

/* The first line of a message, without control characters. */
extern char *mig_history_title(const MigRevision *rev);

/* "head, current, label, depends on a": what is to be known, "" for nothing. */
extern char *mig_history_remarks(const MigRevision *rev, bool is_current);

#endif							/* MIG_DRAW_H */
