/*
 * restore.h
 *	  Puts back settings of the session that were changed across transactions,
 *	  where no level of the server's own can undo them.
 */
#ifndef MIG_RESTORE_H
#define MIG_RESTORE_H

/*
 * Remembers the value that the setting has now; the first call for a name
 * counts.  NULL, and a name that is not known, are ignored.
 */
extern void mig_restore_remember(const char *name);

/* Puts back all that is remembered, and forgets it. */
extern void mig_restore_all(void);

#endif							/* MIG_RESTORE_H */
