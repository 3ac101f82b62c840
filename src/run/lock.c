/*
 * lock.c
 *	  One migrator at a time in a database.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "storage/lock.h"
#include "storage/proc.h"
#include "utils/guc.h"

#include "base/compat.h"
#include "base/settings.h"
#include "run/lock.h"

/* What this session holds beyond its transaction. */
static bool session_mark = false;
static bool session_guard = false;

static LOCKTAG
tag_of(uint32 what)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, what, 0, MIG_LOCK_CLASS);
	return tag;
}

/* The process that has the guard; 0 when it has just let go, or is between two transactions. */
static int
holder(const LOCKTAG *tag)
{
	int			count;
	VirtualTransactionId *holders = GetLockConflicts(tag, ExclusiveLock, &count);
	PGPROC	   *proc = count > 0 ? mig_compat_vxid_proc(holders[0]) : NULL;

	return proc ? proc->pid : 0;
}

static void
refuse_beside_deploy(const LOCKTAG *guard)
{
	LOCKTAG		mark = tag_of(MIG_LOCK_DEPLOYING);

	if (LockAcquire(&mark, ShareLock, false, true) != LOCKACQUIRE_NOT_AVAIL)
	{
		LockRelease(&mark, ShareLock, false);
		return;
	}
	ereport(ERROR,
			(errcode(ERRCODE_LOCK_NOT_AVAILABLE),
			 errmsg("a deployment is under way in this database"),
			 errdetail("Process %d runs revisions with migrate.deploy or migrate.rollback.", holder(guard)),
			 errhint("Try again when it has finished; CALL migrate.deploy(...) waits for it.")));
}

static void
wait_for(const LOCKTAG *guard, bool session)
{
	int			pid = holder(guard);

	ereport(NOTICE,
			(errmsg("waiting for another session that runs revisions in this database"),
			 pid != 0 ? errdetail("Process %d has the lock.", pid) : 0));
	(void) LockAcquire(guard, ExclusiveLock, session, false);
}

bool
mig_lock_guard(void)
{
	LOCKTAG		guard = tag_of(MIG_LOCK_GUARD);

	if (LockAcquire(&guard, ExclusiveLock, false, true) != LOCKACQUIRE_NOT_AVAIL)
		return false;
	refuse_beside_deploy(&guard);
	wait_for(&guard, false);
	return true;
}

void
mig_lock_refuse_nested(void)
{
	if (session_guard)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("a revision cannot run revisions"),
				 errdetail("This session is in the middle of a deployment."),
				 errhint("Order revisions by their parents, or with depends_on.")));
}

void
mig_lock_session_guard(void)
{
	LOCKTAG		mark = tag_of(MIG_LOCK_DEPLOYING);
	LOCKTAG		guard = tag_of(MIG_LOCK_GUARD);

	(void) LockAcquire(&mark, RowExclusiveLock, true, false);
	session_mark = true;
	if (LockAcquire(&guard, ExclusiveLock, true, true) == LOCKACQUIRE_NOT_AVAIL)
		wait_for(&guard, true);
	session_guard = true;
}

bool
mig_lock_session_keep(void)
{
	LOCKTAG		mark = tag_of(MIG_LOCK_DEPLOYING);
	LOCKTAG		guard = tag_of(MIG_LOCK_GUARD);
	LockAcquireResult result = LockAcquire(&guard, ExclusiveLock, true, true);

	if (result == LOCKACQUIRE_ALREADY_HELD)
	{
		LockRelease(&guard, ExclusiveLock, true);
		return true;
	}
	session_guard = session_mark = false;
	if (result == LOCKACQUIRE_NOT_AVAIL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("a statement has released the locks of the deployment"),
				 errdetail("Another session runs revisions now."),
				 errhint("Leave out DISCARD ALL and pg_advisory_unlock_all().")));
	session_guard = true;
	(void) LockAcquire(&mark, RowExclusiveLock, true, false);
	session_mark = true;
	return false;
}

void
mig_lock_session_release(void)
{
	LOCKTAG		mark = tag_of(MIG_LOCK_DEPLOYING);
	LOCKTAG		guard = tag_of(MIG_LOCK_GUARD);

	if (session_guard)
		LockRelease(&guard, ExclusiveLock, true);
	if (session_mark)
		LockRelease(&mark, RowExclusiveLock, true);
	session_guard = session_mark = false;
}

static LOCKTAG
backfill_tag(Oid table)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, MIG_LOCK_BACKFILL, table, MIG_LOCK_CLASS);
	return tag;
}

void
mig_lock_backfill(Oid table)
{
	LOCKTAG		tag = backfill_tag(table);
	int			pid;

	if (LockAcquire(&tag, ExclusiveLock, true, true) != LOCKACQUIRE_NOT_AVAIL)
		return;
	pid = holder(&tag);
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_IN_USE),
			 errmsg("a backfill of this table is under way"),
			 pid != 0 ? errdetail("Process %d is at work on it.", pid) : 0,
			 errhint("SELECT * FROM migrate.progress shows it; migrate.cancel(run) ends it.")));
}

void
mig_lock_backfill_release(Oid table)
{
	LOCKTAG		tag = backfill_tag(table);

	LockRelease(&tag, ExclusiveLock, true);
}

void
mig_lock_set_timeout(bool limited)
{
	if (mig_lock_timeout == 0)
		return;
	(void) set_config_option("lock_timeout", limited ? psprintf("%d", mig_lock_timeout) : "0",
							 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SET, true, 0, false);
}

bool
mig_lock_try_cache(void)
{
	LOCKTAG		tag = tag_of(MIG_LOCK_CACHE);

	return LockAcquire(&tag, ExclusiveLock, false, true) != LOCKACQUIRE_NOT_AVAIL;
}
