/*
 * diagram.h
 *	  The revision graph in the languages of programs that draw.
 *
 * Arrows go the way upgrades go, from parent to child; dashed ones from a
 * revision to what depends on it.
 */
#ifndef MIG_DIAGRAM_H
#define MIG_DIAGRAM_H

#include "history/dag.h"

/* For Graphviz, and for Mermaid.  In the current memory context. */
extern char *mig_history_dot(const MigGraph *graph, List *marks);
extern char *mig_history_mermaid(const MigGraph *graph, List *marks);

#endif							/* MIG_DIAGRAM_H */
