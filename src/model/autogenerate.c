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
#include "model/prove.h"
#include "model/rename.h"
#include "model/shadow.h"
#include "model/state.h"
#include "schema/scope.h"
#include "schema/snapshot.h"

typedef struct Work
{
	List	   *schemas;
	const char *state;			/* the one that is built in the shadow */
	const char *direction;		/* of the way from it to what is live */
	MigRenames	renames;
	MigFactBase *live;
	MigPair		pair;
} Work;

static void
generate(MigShadow *shadow, void *arg)
{
	Work	   *work = arg;

	mig_state_build(work->state, shadow);
	work->pair = mig_prove_pair(shadow, work->live, &work->renames, work->direction);
}

static MigPair
pair_with_live(const char *state, MigRenames renames, const char *direction)
{
	Work		work = {.schemas = mig_scope_schemas(),.state = state,.direction = direction,.renames = renames};

	work.live = mig_snapshot_read(work.schemas);
	mig_shadow_run(work.schemas, generate, &work);
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
