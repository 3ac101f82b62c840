/*
 * array.h
 *	  Arrays of text, for arguments and results.
 */
#ifndef MIG_ARRAY_H
#define MIG_ARRAY_H

#include "nodes/pg_list.h"

/* A text[] of n strings, none of them NULL. */
extern Datum mig_array_texts(const char *const *strings, int n);

/* A text[] of a List of char *. */
extern Datum mig_array_list(List *strings);

/* An int[] of a List of int. */
extern Datum mig_array_ints(List *numbers);

/*
 * The members of a text[] as a List of char *, copied.  what names the array in
 * the error (22004) that a NULL member raises.
 */
extern List *mig_array_members(Datum array, const char *what);

#endif							/* MIG_ARRAY_H */
