/*
 * constraint.h
 *	  Constraints that are added, validated, and made of an index: what of ALTER
 *	  TABLE reads a whole table.
 */
#ifndef MIG_ONLINE_CONSTRAINT_H
#define MIG_ONLINE_CONSTRAINT_H

#include "online/alter.h"

extern bool mig_constraint_blocks(const MigAltering *alter, const MigSubcommand *sub);
extern void mig_constraint_write(const MigAltering *alter, const MigSubcommand *sub);

extern bool mig_constraint_not_null_blocks(const MigAltering *alter, const MigSubcommand *sub);
extern void mig_constraint_not_null_write(const MigAltering *alter, const MigSubcommand *sub);

extern bool mig_constraint_validate_blocks(const MigAltering *alter, const MigSubcommand *sub);
extern void mig_constraint_validate_write(const MigAltering *alter, const MigSubcommand *sub);

#endif							/* MIG_ONLINE_CONSTRAINT_H */
