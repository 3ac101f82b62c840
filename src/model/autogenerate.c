/*
 * autogenerate.c
 *	  Scripts of a revision from the difference of two states, proved.
 *
 * One of the two states is live and is only read; the other stands in the
 * shadow already when the two are compared, so the proof starts there.
 */
#include "postgres.h"

#include "model/annotation.h"
#include "model/autogenerate.h"
#include "model/cache.h"
#include "model/live.h"
#include "model/prove.h"
#include "model/rename.h"
#include "model/shadow.h"
#include "model/state.h"
#include "schema/scope.h"

typedef struct Work
{
	const char *direction;		/* of the way from what stands in the shadow to
								 * what is live */
	MigRenames	renames;
	MigFactBase *live;
	MigPair		pair;
} Work;

static void
generate(MigShadow *shadow, MigFactBase *here, void *arg)
{
	Work	   *work = arg;

	work->pair = mig_prove_pair(shadow, here, work->live, &work->renames, work->direction);
}

static MigPair
pair_with_live(const char *state, MigRenames renames, const char *direction)
{
	Work		work = {.direction = direction,.renames = renames};

	work.live = mig_live_read();
	mig_state_run(state, mig_scope_schemas(), work.live, generate, &work);
	mig_fact_base_free(work.live);
	return work.pair;
}

MigGenerated
mig_autogenerate_model(List *renames)
{
	MigPair		pair;

	/* With renames there is more to be said than that nothing differs. */
	if (renames == NIL && mig_cache_is_equal(mig_cache_pair_key()))
		return (MigGenerated) {"", "", NULL};
	pair = pair_with_live("model", (MigRenames) {renames, mig_annotation_renames()}, "downgrade");
	mig_rename_suggest(pair.suggested);
	return (MigGenerated) {pair.back, pair.there, pair.back_losses};
}

MigGenerated
mig_autogenerate_capture(const char *parent, List *renames)
{
	MigPair		pair = pair_with_live(parent, (MigRenames) {renames, NIL}, "upgrade");

	mig_rename_suggest(pair.suggested);
	return (MigGenerated) {pair.there, pair.back, pair.there_losses};
}
