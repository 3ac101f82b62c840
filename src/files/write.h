/*
 * write.h
 *	  A revision as a file: its text and its name.
 */
#ifndef MIG_WRITE_H
#define MIG_WRITE_H

#include "history/revision.h"

/* The text of the file, which parse.h takes apart into the same again. */
extern char *mig_files_text(const MigStored *revision);

/*
 * The name of the file by the setting migrate.file_template.  Times are in
 * UTC.  Error: 22023 the template is not one.
 */
extern char *mig_files_name(const MigStored *revision);

#endif							/* MIG_WRITE_H */
