/*
 * prove.h
 *	  Two scripts between two states, and the proof that they lead there.
 */
#ifndef MIG_PROVE_H
#define MIG_PROVE_H

#include "model/shadow.h"
#include "model/wanted.h"
#include "schema/fact.h"

/* Scripts between the state that stands in the shadow and another. */
typedef struct MigPair
{
	char	   *there;			/* to the other state; "" when nothing differs */
	char	   *back;
	char	   *there_losses;	/* as of mig_plan_losses */
	char	   *back_losses;
	List	   *suggested;		/* of char *: as in rename.h */
} MigPair;

/*
 * Runs a generated script in the shadow and requires that nothing is left to
 * do to wanted.  What does not run or does not lead there is refused (MG022)
 * with what was left.  direction is for errors: "upgrade" or "downgrade".
 */
extern void mig_prove_script(MigShadow *shadow, const char *direction,
							 const char *script, const MigFactBase *wanted);

/*
 * Plans both ways between here, which stands in the shadow, and other, and proves
 * them: there, then back.  direction is that of the script there; renames are
 * of the state that an upgrade starts from.
 */
extern MigPair mig_prove_pair(MigShadow *shadow, MigFactBase *here, const MigFactBase *other,
							  const MigRenames *renames, const char *direction);

#endif							/* MIG_PROVE_H */
