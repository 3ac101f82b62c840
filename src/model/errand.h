/*
 * errand.h
 *	  What the background workers of a scratch database are asked to do.
 */
#ifndef MIG_ERRAND_H
#define MIG_ERRAND_H

/* The main functions of the two, as mig_worker_start wants their names. */
#define MIG_ERRAND_KEEPER	"migrate_scratch_keeper"
#define MIG_ERRAND_BUILDER	"migrate_scratch_builder"

/*
 * The requests of the builder: a byte, and what belongs to it.  Texts as
 * mig_pack_text, numbers as pq_sendint32.  The keeper's one request is empty;
 * the reply is the oid of the database.
 */
typedef enum MigErrand
{
	MIG_ERRAND_OPEN,			/* mig_extensions_pack, number of managed schemas, their
								 * names; the same of others that are there */
	MIG_ERRAND_LOAD,			/* number of MigLoadRules, name, text */
	MIG_ERRAND_READ,			/* the reply is mig_pack_facts, mig_statements_pack:
								 * those of the model at the first time, else none */
	MIG_ERRAND_BEGIN,
	MIG_ERRAND_KEEP,
	MIG_ERRAND_UNDO
} MigErrand;

#endif							/* MIG_ERRAND_H */
