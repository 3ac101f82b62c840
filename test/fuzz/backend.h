/*
 * backend.h
 *	  As much of a server as the parsers need, for fuzzing them without one.
 */
#ifndef MIG_FUZZ_BACKEND_H
#define MIG_FUZZ_BACKEND_H

#include "postgres.h"

/*
 * Runs a function.  Returns false when it raised an error; one that has no
 * SQLSTATE, which is what elog raises for what can't happen, aborts.
 */
extern bool fuzz_try(void (*function) (void *arg), void *arg);

/* Frees all that was allocated. */
extern void fuzz_free_all(void);

/* Aborts with these words unless the condition holds. */
#define fuzz_expect(condition, words) \
	do { if (!(condition)) { fprintf(stderr, "%s\n", words); abort(); } } while (0)

#endif							/* MIG_FUZZ_BACKEND_H */
