/*
 * statements.h
 *	  The statements of a model: which roots each is about.
 */
#ifndef MIG_STATEMENTS_H
#define MIG_STATEMENTS_H

#include "lib/stringinfo.h"

#include "base/exec.h"
#include "base/watch.h"
#include "model/names.h"

#define MIG_STATEMENT_DIGEST	16

/* What a statement is about. */
typedef enum MigAbout
{
	MIG_ABOUT_ROOTS,			/* the roots that it creates or alters, and no other */
	MIG_ABOUT_ALL,				/* any statement may depend on it, as on a SET */
	MIG_ABOUT_UNKNOWN			/* it may do different things at different times */
} MigAbout;

typedef struct MigStatement
{
	char		digest[MIG_STATEMENT_DIGEST];	/* of its text */
	MigAbout	about;
	List	   *roots;			/* of MigFact *: facts of one base */
} MigStatement;

/* In the order of the model, all its parts together. */
typedef struct MigStatements
{
	int			n;
	int			nallocated;
	MigStatement *all;
} MigStatements;

/* A statement that ran, and what it touched. */
typedef struct MigTrace
{
	const MigCut *cut;
	int			number;			/* of the statement in it, from 0 */
	MigWatched *touched;
} MigTrace;

/* All that ran, in order; in the memory context where it was made. */
typedef struct MigTrail
{
	MemoryContext cxt;
	List	   *traces;			/* of MigTrace * */
} MigTrail;

extern MigTrail *mig_trail_new(void);

/* A MigAround that runs every statement and adds it to the trail, arg. */
extern void mig_trail_follow(void (*run) (void *state), void *state,
							 const MigCut *cut, int number, void *arg);

extern MigStatements *mig_statements_new(void);

/* A new statement at the end of the list, with the digest of this one and no roots. */
extern MigStatement *mig_statements_add(MigStatements *statements, const MigCut *cut, int number);

/* Is it known, before it runs, that such a statement is not about certain roots? */
extern bool mig_statements_is_special(NodeTag node);

/* The fact at an address, or that of the whole that it is a part of; or NULL. */
extern MigFact *mig_statements_fact_at(const MigFactBase *base, const ObjectAddress *object);

/* Finds out what a statement that ran is about; base was read after it, names are the base's. */
extern void mig_statements_settle(MigStatement *statement, const MigTrace *trace,
								  const MigFactBase *base, const MigNames *names);

/* All statements of a trail, by the base that was read after it. */
extern MigStatements *mig_statements_of(const MigTrail *trail, const MigFactBase *base);

/* As bytes; the roots are numbers of facts in the finished base that they are of. */
extern void mig_statements_pack(StringInfo out, const MigStatements *statements);
extern MigStatements *mig_statements_read(StringInfo in, const MigFactBase *base);

#endif							/* MIG_STATEMENTS_H */
