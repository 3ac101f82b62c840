/*
 * form.h
 *	  The online form of one statement in the making: each of its statements is
 *	  run in the shadow as soon as it is written, so that the next one finds the
 *	  catalogs as they will be.
 */
#ifndef MIG_FORM_H
#define MIG_FORM_H

#include "base/observe.h"
#include "model/shadow.h"
#include "nodes/primnodes.h"

typedef struct MigForm
{
	MigShadow  *shadow;
	const MigObserver *observer;	/* began before the revision's first statement */
	MemoryContext cxt;			/* of the statements */
	List	   *statements;		/* char *, without semicolons */
} MigForm;

/* A table that others may be using. */
typedef struct MigSubject
{
	Oid			oid;			/* InvalidOid: there is none of that name, or the
								 * revision itself creates it */
	char		kind;			/* relkind */
	const char *schema;
	const char *relation;		/* without quotes */
	const char *name;			/* with quotes, as the statement has it */
} MigSubject;

extern MigSubject mig_form_subject(const MigForm *form, const RangeVar *name);

/* Runs a statement and adds it to the form. */
extern void mig_form_add(MigForm *form, const char *format,...) pg_attribute_printf(2, 3);

/*
 * The name that the server gives a constraint of a type (pg_constraint.contype)
 * on a table when it runs the statement, which is undone.
 */
extern const char *mig_form_constraint_name(const MigForm *form, Oid table, char type,
											const char *statement);

#endif							/* MIG_FORM_H */
