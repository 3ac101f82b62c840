/*
 * match.h
 *	  Which statements of a model the model before had, too.
 */
#ifndef MIG_MATCH_H
#define MIG_MATCH_H

#include "model/select.h"

/*
 * Sets MigLine.before of the lines that stand in the model before, in the same
 * order.  Returns those of its statements (MigStatement *) that are not among
 * them.
 */
extern List *mig_match_lines(MigSelection *selection, const MigStatements *before);

#endif							/* MIG_MATCH_H */
