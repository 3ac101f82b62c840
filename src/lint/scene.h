/*
 * scene.h
 *	  The schema as it stands at a statement: the catalogs, and what the
 *	  statements before have changed of them without having run.
 */
#ifndef MIG_SCENE_H
#define MIG_SCENE_H

#include "nodes/parsenodes.h"

#include "lint/table.h"

/* A type or function that the statements that were followed have made. */
typedef struct MigMade
{
	NodeTag		node;			/* of the statement that made it */
	const char *name;			/* without its schema */
	bool		safe;			/* a function: not volatile; a domain: no constraint */
	const TypeName *base;		/* of a domain: what it is over, which no statement followed has made */
} MigMade;

/* A value that was added to an enum that was there before. */
typedef struct MigValue
{
	const char *type;
	const char *value;
	int			script;			/* by the script of this number */
} MigValue;

typedef struct MigScene
{
	MemoryContext cxt;
	List	   *tables;			/* of MigTable, the newest first */
	List	   *schemas;		/* char *: made */
	List	   *made;			/* of MigMade */
	List	   *values;			/* of MigValue */
	int			script;			/* the number of the current one */
	bool		opaque;			/* something ran that may have changed anything */
} MigScene;

/* A scene on the catalogs as they are, in the current memory context. */
extern MigScene *mig_scene_create(void);

/*
 * The relation that a name means now; never NULL.  Where there is none, it is
 * one with kind 0, of which nothing is known.
 */
extern MigTable *mig_scene_find(MigScene *scene, const RangeVar *name);

/* The same for a name with its schema, or NULL where the search path says it. */
extern MigTable *mig_scene_lookup(MigScene *scene, const char *schema, const char *name);

/* Is there such a relation? */
#define mig_scene_known(table)	((table)->kind != 0)

/*
 * A new relation, which hides one of the same name.  kind as in
 * pg_class.relkind.
 */
extern MigTable *mig_scene_make(MigScene *scene, const RangeVar *name, char kind);

/* The relation is known by this name from now on; its old one means nothing. */
extern void mig_scene_rename(MigScene *scene, MigTable *table, const char *schema, const char *name);

/* The schema in which an unqualified name is created; NULL when there is none. */
extern const char *mig_scene_creation_schema(const MigScene *scene);

/* What was made by this name, or NULL. */
extern const MigMade *mig_scene_made(const MigScene *scene, NodeTag node, const char *name);

#endif							/* MIG_SCENE_H */
