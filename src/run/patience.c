/*
 * patience.c
 *	  Pauses between transactions, in which nothing is held.
 */
#include "postgres.h"

#include "common/pg_prng.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/latch.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

#include "base/settings.h"
#include "run/patience.h"

/* The longest pause before another try, in milliseconds. */
#define LONGEST_PAUSE	60000

static const int worth_retrying[] = {
	ERRCODE_LOCK_NOT_AVAILABLE,
	ERRCODE_T_R_DEADLOCK_DETECTED,
	ERRCODE_T_R_SERIALIZATION_FAILURE,
};

bool
mig_patience_left(const ErrorData *error, int tries)
{
	for (int i = 0; i < lengthof(worth_retrying); i++)
		if (error->sqlerrcode == worth_retrying[i])
			return tries < mig_lock_retries;
	return false;
}

void
mig_patience_sleep(const char *what, int64 milliseconds)
{
	TimestampTz until = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), milliseconds);

	disable_timeout(STATEMENT_TIMEOUT, false);
	pgstat_report_activity(STATE_RUNNING, psprintf("migrate: waits for %s", what));
	for (;;)
	{
		long		left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), until);

		CHECK_FOR_INTERRUPTS();
		if (left <= 0)
			return;
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, left,
						 PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
	}
}

void
mig_patience_pause(int tries)
{
	double		delay = Min((double) mig_lock_retry_delay * (1 << Min(tries, 10)), LONGEST_PAUSE);

	mig_patience_sleep("its next try", delay * (0.5 + pg_prng_double(&pg_global_prng_state)));
}
