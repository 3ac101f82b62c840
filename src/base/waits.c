/*
 * waits.c
 *	  Which lock a statement waited for in vain.
 */
#include "postgres.h"

#include "storage/lmgr.h"
#include "storage/proc.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

#include "base/compat.h"
#include "base/waits.h"

/* The timer, once this session has one. */
static bool has_timer = false;
static TimeoutId timer;

/* What it has seen: complete once seen is set. */
static volatile sig_atomic_t seen = false;
static MigWait last;

/*
 * In a signal handler.  The lock is there as long as we wait for it or hold it,
 * and only this process can end both.  Nobody stops the timer of a process that
 * is terminated: it may come when there is no MyProc any more.
 */
static void
look(void)
{
	PGPROC	   *proc = MyProc;
	const LOCK *lock = proc ? *(LOCK *volatile *) &proc->waitLock : NULL;

	if (lock == NULL)
		return;
	seen = false;
	last.tag = lock->tag;
	last.mode = proc->waitLockMode;
	seen = true;
}

void
mig_waits_watch(void)
{
	int			period = Max(LockTimeout / 2, 1);

	seen = false;
	if (LockTimeout == 0)
	{
		mig_waits_rest();
		return;
	}
	if (!has_timer)
	{
		timer = RegisterTimeout(USER_TIMEOUT, look);
		has_timer = true;
	}
	enable_timeout_every(timer, TimestampTzPlusMilliseconds(GetCurrentTimestamp(), period), period);
}

void
mig_waits_rest(void)
{
	if (has_timer && get_timeout_active(timer))
		disable_timeout(timer, false);
}

bool
mig_waits_last(MigWait *wait)
{
	if (seen)
		*wait = last;
	return seen;
}

/*
 * Prepared transactions hold locks, too, but have no process: what they were
 * prepared in is in another transaction by now.
 */
List *
mig_waits_holders(const MigWait *wait)
{
	int			count;
	VirtualTransactionId *holders = GetLockConflicts(&wait->tag, wait->mode, &count);
	List	   *pids = NIL;

	for (int i = 0; i < count; i++)
	{
		PGPROC	   *proc = NULL;

		if (!VirtualTransactionIdIsRecoveredPreparedXact(holders[i]))
			proc = mig_compat_vxid_proc(holders[i]);
		if (proc != NULL && mig_compat_proc_lxid(proc) == holders[i].localTransactionId)
			pids = lappend_int(pids, proc->pid);
	}
	return pids;
}

void
mig_waits_explain(void)
{
	StringInfoData lock;
	StringInfoData processes;
	ListCell   *lc;

	if (geterrcode() != ERRCODE_LOCK_NOT_AVAILABLE || !seen)
		return;
	initStringInfo(&lock);
	initStringInfo(&processes);
	DescribeLockTag(&lock, &last.tag);
	foreach(lc, mig_waits_holders(&last))
		appendStringInfo(&processes, "%s%d", processes.len > 0 ? ", " : "", lfirst_int(lc));
	if (processes.len == 0)
		errdetail("It waited for %s on %s, which no process holds any more.",
				  GetLockmodeName(last.tag.locktag_lockmethodid, last.mode), lock.data);
	else
	{
		errdetail("It waited for %s on %s, which is held by process %s.",
				  GetLockmodeName(last.tag.locktag_lockmethodid, last.mode), lock.data, processes.data);
		errhint("SELECT * FROM pg_stat_activity WHERE pid IN (%s) shows who that is.", processes.data);
	}
}
