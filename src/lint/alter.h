/*
 * alter.h
 *	  What ALTER TABLE would change of the scene.
 */
#ifndef MIG_ALTER_H
#define MIG_ALTER_H

#include "lint/scene.h"

extern void mig_alter_follow(MigScene *scene, Node *stmt);

#endif							/* MIG_ALTER_H */
