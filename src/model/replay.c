/*
 * replay.c
 *	  Revisions run in the shadow.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "history/revision.h"
#include "history/steps.h"
#include "model/replay.h"

/* Scripts that are held in memory at a time. */
#define BATCH	50

static void
replay_batch(const MigGraph *graph, List *revs, int first, MigShadow *shadow)
{
	int			count = Min(BATCH, list_length(revs) - first);
	MigScripts *scripts = mig_history_read_scripts(graph, revs, first, count, true);

	for (int i = 0; i < count; i++)
		if (scripts[i].script != NULL)
			mig_shadow_load(shadow, scripts[i].script,
							psprintf("revision %s, upgrade script",
								  mig_history_id(graph, list_nth_int(revs, first + i))),
							MIG_LOAD_SCRIPT);
}

static void
replay(const MigGraph *graph, List *revs, MigShadow *shadow)
{
	MemoryContext batch = AllocSetContextCreate(CurrentMemoryContext, "migrate scripts", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(batch);

	for (int first = 0; first < list_length(revs); first += BATCH)
	{
		replay_batch(graph, revs, first, shadow);
		MemoryContextReset(batch);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(batch);
}

void
mig_replay_to(List *targets, MigShadow *shadow)
{
	const MigGraph *graph = mig_history_graph();
	MemoryContext cxt = AllocSetContextCreate(CurrentMemoryContext, "migrate replay", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	List	   *marks = NIL;
	ListCell   *cell;

	foreach(cell, targets)
	{
		MigSteps   *steps = mig_history_upgrade(graph, marks, lfirst(cell));

		replay(graph, steps->revs, shadow);
		marks = steps->after;
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(cxt);
}
