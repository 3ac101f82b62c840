/*
 * problem.h
 *	  What is wrong with a set of files: collected, and raised all at once.
 */
#ifndef MIG_PROBLEM_H
#define MIG_PROBLEM_H

#include "nodes/pg_list.h"

/* The problems of a set; all zeroes is none. */
typedef struct MigProblems
{
	List	   *lines;			/* char *: "file, line 3: what is wrong" */
	bool		unreadable;		/* not only the history that the files tell of */
	const char *hint;			/* of the first that has one */
} MigProblems;

/*
 * Notes a problem of a file.  line counts from 1; 0: the file as a whole.
 * what is said of it is copied.
 */
extern void mig_files_complain(MigProblems *problems, const char *file, int line,
							   const char *format,...) pg_attribute_printf(4, 5);

/* The same of the history that the files tell of: a cycle, a missing parent. */
extern void mig_files_complain_history(MigProblems *problems, const char *file, int line,
									   const char *format,...) pg_attribute_printf(4, 5);

/* What helps against the problem noted last; the first hint is shown. */
extern void mig_files_hint(MigProblems *problems, const char *hint);

/* Raises all that was noted: MG060, or MG004 when only the history is broken. */
extern void mig_files_raise(const MigProblems *problems);

#endif							/* MIG_PROBLEM_H */
