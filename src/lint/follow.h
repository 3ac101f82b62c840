/*
 * follow.h
 *	  What a statement would change of the scene.
 */
#ifndef MIG_FOLLOW_H
#define MIG_FOLLOW_H

#include "lint/scene.h"

/* Changes the scene as the statement would change the schema.  Nothing is run. */
extern void mig_follow(MigScene *scene, Node *stmt);

/*
 * The relation that a statement is about.  Of CREATE TABLE it is the one to be,
 * which is not in the scene yet.
 */
extern MigTable *mig_follow_subject(MigScene *scene, Node *stmt, const RangeVar *relation);

#endif							/* MIG_FOLLOW_H */
