/*
 * compare.h
 *	  Texts compared as their readers see them: white space at line ends, the
 *	  style of line ends and empty lines at the end do not count.
 */
#ifndef MIG_COMPARE_H
#define MIG_COMPARE_H

/* Equal in that sense; NULL is only equal to NULL. */
extern bool mig_files_same(const char *a, const char *b);

/*
 * What differs, line by line, as diff -u says it without the heads; at most
 * some lines of it.
 */
extern char *mig_files_difference(const char *old, const char *new);

#endif							/* MIG_COMPARE_H */
