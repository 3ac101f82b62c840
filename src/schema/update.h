/*
 * update.h
 *	  How an extension gets from version to version.
 */
#ifndef MIG_UPDATE_H
#define MIG_UPDATE_H

/* Does ALTER EXTENSION lead there?  The name comes without quotes. */
extern bool mig_update_possible(const char *extension, const char *from, const char *to);

#endif							/* MIG_UPDATE_H */
