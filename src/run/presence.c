/*
 * presence.c
 *	  That a run is alive, and at which statement it is, for all to see.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "run/lock.h"
#include "run/presence.h"

/* In the tag's first number: this, plus the number of a statement. */
#define STATEMENT 0x80000000U

/* The run whose statements are counted; 0: none. */
static uint32 current = 0;

/* The statement that is shown, from 1; 0: none. */
static int	shown = 0;

static LOCKTAG
make_tag(uint32 what, uint32 tag)
{
	LOCKTAG		locktag;

	SET_LOCKTAG_ADVISORY(locktag, MyDatabaseId, what, tag, MIG_LOCK_CLASS);
	return locktag;
}

unsigned int
mig_presence_tag(const char *run)
{
	return strtoul(pnstrdup(run, 8), NULL, 16);
}

static void
hide_statement(void)
{
	LOCKTAG		tag = make_tag(STATEMENT + shown, current);

	if (shown > 0)
		LockRelease(&tag, ShareLock, true);
	shown = 0;
}

void
mig_presence_begin(const char *run)
{
	LOCKTAG		tag = make_tag(MIG_LOCK_RUN, mig_presence_tag(run));

	(void) LockAcquire(&tag, ExclusiveLock, true, false);
	if (current == 0)
		current = mig_presence_tag(run);
}

void
mig_presence_end(const char *run)
{
	LOCKTAG		tag = make_tag(MIG_LOCK_RUN, mig_presence_tag(run));

	/* Until the transaction has committed: who sees the run gone also sees how it ended. */
	(void) LockAcquire(&tag, ExclusiveLock, false, false);
	LockRelease(&tag, ExclusiveLock, true);
	if (current == mig_presence_tag(run))
	{
		hide_statement();
		current = 0;
	}
}

void
mig_presence_again(const char *run)
{
	shown = 0;
	current = 0;
	mig_presence_begin(run);
}

bool
mig_presence_busy(void)
{
	return current != 0;
}

void
mig_presence_statement(int number)
{
	LOCKTAG		tag = make_tag(STATEMENT + number + 1, current);

	if (current == 0)
		return;
	hide_statement();
	(void) LockAcquire(&tag, ShareLock, true, false);
	shown = number + 1;
}

/*
 * By pg_locks: GetLockConflicts misses who is between two of its transactions.
 */
int
mig_presence_process(const char *run)
{
	Datum		values[] = {
		Int16GetDatum(MIG_LOCK_CLASS), ObjectIdGetDatum(MIG_LOCK_RUN), ObjectIdGetDatum(mig_presence_tag(run))
	};
	MigArgs		args = {3, (Oid[]) {INT2OID, OIDOID, OIDOID}, values, NULL};
	MigRows    *rows = mig_spi_query(
		"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = $1 AND classid = $2 AND objid = $3"
		" AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
		" AND mode = 'ExclusiveLock' AND granted", &args);

	return rows->nrows > 0 ? pg_strtoint32(mig_cell(rows, 0, 0)) : 0;
}

void
mig_presence_await(const char *run)
{
	LOCKTAG		tag = make_tag(MIG_LOCK_RUN, mig_presence_tag(run));

	(void) LockAcquire(&tag, ShareLock, false, false);
	LockRelease(&tag, ShareLock, false);
}
