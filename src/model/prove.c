/*
 * prove.c
 *	  Two scripts between two states, and the proof that they lead there.
 */
#include "postgres.h"

#include "base/errors.h"
#include "base/subxact.h"
#include "diff/plan.h"
#include "model/prove.h"
#include "model/rename.h"
#include "model/unmodelled.h"

typedef struct Proof
{
	MigShadow *shadow;
	const char *direction;
	const char *script;
} Proof;

static void
run_script(void *arg)
{
	const Proof *proof = arg;

	mig_shadow_load(proof->shadow, proof->script, psprintf("generated %s", proof->direction), MIG_LOAD_SCRIPT);
}

void
mig_prove_script(MigShadow *shadow, const char *direction,
				 const char *script, const MigFactBase *wanted)
{
	Proof		proof = {shadow, direction, script};
	ErrorData  *error = mig_subxact_try(run_script, &proof, true);
	MigFactBase *result;
	List	   *residue;

	if (error != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NOT_PROVED),
				 errmsg("the generated %s does not run", direction),
				 errdetail("%s\n%s\nThe script was:\n%s", error->message,
						   error->context ? error->context : "", script),
				 errhint("Write this script by hand, and report this as a bug.")));

	result = mig_shadow_read(shadow);
	residue = mig_plan_make(result, wanted);
	if (residue != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NOT_PROVED),
				 errmsg("the generated %s does not lead to the schema it should", direction),
				 errdetail("After it, this was left to do:\n%s\nThe script was:\n%s",
						   mig_plan_script(residue), script),
				 errhint("Write this script by hand, and report this as a bug.")));
	mig_fact_base_free(result);
}

MigPair
mig_prove_pair(MigShadow *shadow, MigFactBase *here, const MigFactBase *other,
			   const MigRenames *renames, const char *direction)
{
	bool		upgrade = strcmp(direction, "upgrade") == 0;
	List	   *wanted = mig_wanted_renames(renames, upgrade ? here : other);
	MigRenamed	renamed = mig_rename_shadow(shadow, here, other, wanted, !upgrade);
	List	   *there;
	List	   *back;
	MigPair		pair;

	mig_unmodelled_warn(here, other);
	pair.suggested = renamed.suggested;
	there = list_concat(renamed.there, mig_plan_make(renamed.facts, other));
	back = mig_plan_make_before(other, renamed.facts, renamed.back);
	pair.there = mig_plan_script(there);
	pair.back = mig_plan_script(back);
	pair.there_losses = mig_plan_losses(there);
	pair.back_losses = mig_plan_losses(back);
	if (pair.there[0] != '\0' || pair.back[0] != '\0')
	{
		mig_prove_script(shadow, direction, pair.there, other);
		mig_prove_script(shadow, upgrade ? "downgrade" : "upgrade", pair.back, here);
	}
	if (renamed.facts != here)
		mig_fact_base_free(renamed.facts);
	return pair;
}
