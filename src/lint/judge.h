/*
 * judge.h
 *	  What the server would make of an expression or of a change of type, asked
 *	  of the functions that it asks itself.
 */
#ifndef MIG_JUDGE_H
#define MIG_JUDGE_H

#include "nodes/parsenodes.h"

#include "lint/scene.h"

/*
 * Does an expression, a default for one, have another value for each row?
 * What cannot be analysed counts as volatile when it calls a function that is
 * not known to be made otherwise.
 */
extern bool mig_judge_volatile(const MigScene *scene, Node *raw);

/* The type that a name means now, with its typmod; InvalidOid when there is none. */
extern Oid	mig_judge_type(const TypeName *name, int32 *typmod);

/* The type that a serial column has; InvalidOid when it is not serial. */
extern Oid	mig_judge_serial(const ColumnDef *column);

typedef enum MigRetype
{
	MIG_RETYPE_UNKNOWN,			/* one of the types is not there */
	MIG_RETYPE_FREE,			/* the rows stay as they are */
	MIG_RETYPE_ZONE,			/* they do, or not, depending on TimeZone */
	MIG_RETYPE_REWRITE
} MigRetype;

/*
 * What becomes of the rows when a column gets another type, which may be a
 * domain that the scene has made.  using is the raw USING expression, or NULL.
 */
extern MigRetype mig_judge_retype(const MigScene *scene, const MigColumn *column, const TypeName *type,
								  Node *using);

/* Does a type, a domain, check the values that it is given? */
extern bool mig_judge_checked_domain(const MigScene *scene, const TypeName *name);

/*
 * Puts a question to the server that may end in an error; returns whether there
 * was an answer.
 */
extern bool mig_judge_ask(void (*question) (void *arg), void *arg);

/* Columns, char *, that a raw expression, a CHECK, keeps from being NULL. */
extern List *mig_judge_proved(Node *raw);

#endif							/* MIG_JUDGE_H */
