/*
 * select.h
 *	  Which statements of a model have to run, given the facts of the model
 *	  before, for the facts of the rest to be carried over.
 */
#ifndef MIG_SELECT_H
#define MIG_SELECT_H

#include "model/cache.h"
#include "model/carry.h"
#include "model/line.h"

typedef struct MigSelection
{
	MigCached	before;
	MigNames   *names;			/* of before */
	int			nlines;
	MigLine    *lines;			/* all, in the order of the model */
	MigStand   *stand;			/* see MigCarry */
} MigSelection;

/*
 * Marks the lines that are to run (MigLine.runs, MigStmt.bare) and how much of
 * each root will stand.  live, or NULL: the schema that scripts are to be proved
 * against; what differs there is built, too.  In the current memory context.
 * An error as of mig_carry_doubt.
 */
extern void mig_select_lines(MigSelection *selection, const MigFactBase *live);

#endif							/* MIG_SELECT_H */
