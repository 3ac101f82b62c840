/*
 * watch.c
 *	  Which objects a statement creates, alters or drops.
 *
 * The hook is there only while a statement is watched: with one, the server
 * calls it at every function that it prepares to call.
 */
#include "postgres.h"

#include "catalog/objectaccess.h"
#include "catalog/pg_class.h"
#include "catalog/pg_index.h"
#include "catalog/pg_inherits.h"

#include "base/watch.h"

static MigWatched *watched = NULL;
static object_access_hook_type next_hook = NULL;

static void
note(Oid classid, Oid objid, int subid)
{
	ObjectAddress *last;

	/* These say of a relation what it is: it is meant. */
	if (classid == IndexRelationId || classid == InheritsRelationId)
		classid = RelationRelationId;
	for (int i = watched->n - 1; i >= 0; i--)
	{
		const ObjectAddress *known = &watched->addresses[i];

		if (known->classId == classid && known->objectId == objid && known->objectSubId == subid)
			return;
	}
	if (watched->n == watched->nallocated)
	{
		watched->nallocated = Max(4, watched->nallocated * 2);
		watched->addresses = watched->n == 0 ?
			MemoryContextAlloc(watched->cxt, watched->nallocated * sizeof(ObjectAddress)) :
			repalloc(watched->addresses, watched->nallocated * sizeof(ObjectAddress));
	}
	last = &watched->addresses[watched->n++];
	ObjectAddressSubSet(*last, classid, objid, subid);
}

static void
notice_access(ObjectAccessType access, Oid classid, Oid objid, int subid, void *arg)
{
	if (next_hook)
		next_hook(access, classid, objid, subid, arg);
	if (watched != NULL && (access == OAT_POST_CREATE || access == OAT_POST_ALTER || access == OAT_DROP))
		note(classid, objid, subid);
}

MigWatched *
mig_watch_run(void (*run) (void *state), void *state)
{
	MigWatched *result = palloc0(sizeof(MigWatched));
	MigWatched *outer = watched;
	object_access_hook_type hook = object_access_hook;

	result->cxt = CurrentMemoryContext;
	PG_TRY();
	{
		watched = result;
		if (hook != notice_access)
			next_hook = hook;
		object_access_hook = notice_access;
		run(state);
	}
	PG_FINALLY();
	{
		object_access_hook = hook;
		watched = outer;
	}
	PG_END_TRY();
	return result;
}
