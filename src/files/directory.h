/*
 * directory.h
 *	  Files in a directory of the server's machine.
 */
#ifndef MIG_DIRECTORY_H
#define MIG_DIRECTORY_H

#include "files/incoming.h"

/*
 * The names of the files in a directory and those below it, relative to it and
 * sorted, as a List of char *; hidden ones are left out.  The user needs the
 * rights of pg_read_server_files.
 * Errors: 42501; 42602 the path is not absolute; those of the operating system.
 */
extern List *mig_files_list(const char *directory);

/* Reads one of them.  NULL when it is no text; problems says why. */
extern MigFile *mig_files_load(const char *directory, const char *name, MigProblems *problems);

/*
 * Makes a directory, unless it is there; writes a text to a file in one, or
 * below it: the file is there with all of it, or as it was.  The user needs the
 * rights of pg_write_server_files.  Errors: as above.
 */
extern void mig_files_make_directory(const char *directory);
extern void mig_files_save(const char *directory, const char *name, const char *text);

/*
 * Makes a file of bytes in UTF-8, which are converted to the encoding of the
 * database.  NULL when they are no text, or too many; problems says why.
 */
extern MigFile *mig_files_decode(const char *name, const char *bytes, size_t length, MigProblems *problems);

/* The same of a text that is in the encoding of the database. */
extern MigFile *mig_files_accept(const char *name, const char *text, MigProblems *problems);

#endif							/* MIG_DIRECTORY_H */
