/*
 * worker.h
 *	  Background workers that work for a session: requests go to them, replies
 *	  come back.
 *
 * A worker connects to a database as the session's user, takes on its role and
 * its settings, and lives until it is stopped or the session's transaction ends.
 */
#ifndef MIG_WORKER_H
#define MIG_WORKER_H

#include "lib/stringinfo.h"

typedef struct MigWorker MigWorker;

/*
 * Starts a worker whose main function is the exported symbol function of this
 * library, connected to the database.  name is its backend_type in
 * pg_stat_activity.
 * In the current memory context; the worker ends with the current resource owner.
 * Errors: 53400 when there is no slot for it, and whatever the worker reports.
 */
extern MigWorker *mig_worker_start(const char *function, const char *name, Oid database);

/*
 * Sends a request and waits for its reply, in the current memory context.
 * Notices of the worker are passed on, its errors are raised here with what
 * they say.  Errors: 57P01 when it ended.
 */
extern StringInfo mig_worker_ask(MigWorker *worker, StringInfo request);

/* Lets go of a worker, which may have more to do than to answer. */
extern void mig_worker_release(MigWorker *worker);

/* Lets go of a worker, and waits until it has ended. */
extern void mig_worker_stop(MigWorker *worker);

/*
 * In the worker, the main function's: connects, then hands each request to
 * handle(request, reply), in a transaction of its own unless a block is open,
 * until the session lets go of it.  handle's memory is freed after the reply.
 */
extern void mig_worker_serve(Datum segment, void (*handle) (StringInfo request, StringInfo reply));

/* In the worker: the settings that the session had when it was started. */
extern void mig_worker_reset_settings(void);

#endif							/* MIG_WORKER_H */
