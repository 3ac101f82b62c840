/*
 * column.h
 *	  ADD COLUMN with what would rewrite or read the table in its definition.
 */
#ifndef MIG_ONLINE_COLUMN_H
#define MIG_ONLINE_COLUMN_H

#include "online/alter.h"

extern bool mig_column_blocks(const MigAltering *alter, const MigSubcommand *sub);
extern void mig_column_write(const MigAltering *alter, const MigSubcommand *sub);

#endif							/* MIG_ONLINE_COLUMN_H */
