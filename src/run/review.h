/*
 * review.h
 *	  Lint over revisions: those that are stored, and those that are about to run.
 */
#ifndef MIG_REVIEW_H
#define MIG_REVIEW_H

#include "lint/lint.h"

/* What stands for the revisions that an upgrade to all heads would run. */
#define MIG_PENDING "pending"

/* What was found in one script. */
typedef struct MigReview
{
	const char *revision;
	bool		downgrade;
	List	   *findings;		/* of MigFinding */
} MigReview;

/*
 * Judges both scripts of the revisions that a name means: MIG_PENDING, what
 * resolve.h takes, or a range.  List of MigReview, in the order in which they
 * are applied, the upgrade first.  Pending revisions are judged after those
 * that come before them, applied ones by the catalogs as they are.
 * Errors: those of resolve.h and range.h; MG001 where a mark is unknown.
 */
extern List *mig_review_stored(const char *what);

/*
 * Judges a list of MigLeg before it runs, as migrate.lint_level says: raises
 * WARNINGs for what is found, or MG030 when some of it is an error.
 */
extern void mig_review_legs(const List *legs);

#endif							/* MIG_REVIEW_H */
