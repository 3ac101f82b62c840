/*
 * subxact.c
 *	  Runs a callback in a subtransaction, then keeps it or undoes it.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/resowner.h"

#include "base/subxact.h"

ErrorData *
mig_subxact_try(void (*work) (void *arg), void *arg, bool keep)
{
	MemoryContext cxt = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	ErrorData  *volatile error = NULL;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(cxt);
	PG_TRY();
	{
		work(arg);
		if (keep)
			ReleaseCurrentSubTransaction();
		else
			RollbackAndReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(cxt);
		error = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
	}
	PG_END_TRY();

	MemoryContextSwitchTo(cxt);
	CurrentResourceOwner = owner;
	return error;
}

void
mig_subxact_run(void (*work) (void *arg), void *arg, bool keep)
{
	ErrorData  *error = mig_subxact_try(work, arg, keep);

	if (error != NULL)
		ReThrowError(error);
}
