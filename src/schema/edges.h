/*
 * edges.h
 *	  The server's dependencies: what stands for what, and what needs what.
 *
 * Every internal thing (a view's rule, a row type, a key's index) has a
 * pg_depend row of deptype 'i' that leads to what users name.  An address with
 * such a row is no fact, and stands for where the row leads.
 */
#ifndef MIG_EDGES_H
#define MIG_EDGES_H

#include "schema/fact.h"

typedef struct MigEdges MigEdges;

/* Reads pg_depend, in the current memory context. */
extern MigEdges *mig_edges_read(void);

/* Is this no fact: internal to another object, or member of an extension? */
extern bool mig_edges_hidden(const MigEdges *edges, const MigAddress *address);

/* Makes what is left alone no fact. */
extern void mig_edges_exclude(MigEdges *edges, const MigAddress *address);

/* The fact that an address is or stands for; NULL outside the base. */
extern MigFact *mig_edges_resolve(const MigEdges *edges, const MigFactBase *base,
								  const MigAddress *address);

/*
 * Turns the rows into needs between facts, among which there is no ring, and lists in base->unmodelled what
 * stands in one of the schemas, or has no schema and needs a fact, and is none.
 */
extern void mig_edges_apply(const MigEdges *edges, MigFactBase *base, List *schemas);

#endif							/* MIG_EDGES_H */
