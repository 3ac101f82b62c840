/*
 * made.h
 *	  What a statement would change of the types and functions of the scene.
 */
#ifndef MIG_MADE_H
#define MIG_MADE_H

#include "lint/scene.h"

/* A statement that makes a type or a function, or adds a value to an enum. */
extern void mig_made_follow(MigScene *scene, Node *stmt);

/* A type that was made, by its name without its schema, is dropped. */
extern void mig_made_drop(MigScene *scene, const char *name);

#endif							/* MIG_MADE_H */
