/*
 * fact.h
 *	  The fact base: what is true of a schema at one moment.
 *
 * A fact is a kind, an identity and a vector of texts.  It belongs to a parent
 * (a column to its table, a comment to what it is about) and needs other facts
 * to exist.  A fact base owns a memory context, so it outlives the
 * subtransaction it was read in; mig_fact_base_free gives it all back.
 */
#ifndef MIG_FACT_H
#define MIG_FACT_H

#include "nodes/pg_list.h"

struct MigKind;

/* Where the catalogs keep a thing. */
typedef struct MigAddress
{
	Oid			classid;
	Oid			objid;
	int32		objsubid;
} MigAddress;

typedef struct MigFact
{
	const struct MigKind *kind;
	const char *identity;		/* unique in its kind; quoted, schema first */
	MigAddress	address;
	struct MigFact *parent;		/* NULL for what stands alone */
	struct MigFact *whole;		/* of a partition's index or constraint: that
								 * of the partitioned table; else NULL */
	char	  **attrs;			/* kind->nattrs texts; NULL where unset; shared,
								 * never written to */
	List	   *needs;			/* of MigFact *: what it depends on */
	List	   *neededby;		/* of MigFact *: what depends on it */
	int			index;			/* its place in the finished base */
	bool		attached;		/* a plan makes it by itself, to be attached to
								 * what it descends from */
	bool		retyped;		/* a plan makes its type anew, under its name */
	bool		alone;			/* a plan drops it where it is, and leaves it to
								 * what descends from there */
	bool		fresh;			/* a plan creates it */
	bool		unfilled;		/* it, or what it reads, is a materialized view
								 * that a plan creates without rows */
	bool		named;			/* a plan says the name of its NOT NULL, since
								 * the server may choose another one */
} MigFact;

typedef struct MigFactBase
{
	MemoryContext cxt;
	MigFact   **facts;			/* in order of mig_fact_compare once finished */
	int			nfacts;
	int			nallocated;
	struct HTAB *byaddress;
	List	   *unmodelled;		/* of char *: user objects that no kind reads */
	char	   *room;			/* where small things are put, and how much of */
	Size		roomleft;		/* it is left */
} MigFactBase;

/* A new, empty fact base in a context of its own under parent. */
extern MigFactBase *mig_fact_base_new(MemoryContext parent);

/* Adds a fact with no attributes, parent or needs yet; identity is copied. */
extern MigFact *mig_fact_add(MigFactBase *base, const struct MigKind *kind,
							 const MigAddress *address, const char *identity);

/*
 * Adds a fact that has its texts in common with one of another base, which must
 * live as long; it has no parent or needs yet, and is found at its address only
 * if it is there.
 */
extern MigFact *mig_fact_share(MigFactBase *base, const MigFact *fact, bool there);

/* Sets an attribute of the fact that was added last to a copy of a text or NULL. */
extern void mig_fact_set(MigFactBase *base, int attr, const char *text);

/*
 * The fact at an address, or NULL.  A satellite (comment, owner, ...) has the
 * address of its parent and is never found here.
 */
extern MigFact *mig_fact_at(const MigFactBase *base, const MigAddress *address);

/* Makes the base forget a fact's address; its slot is the caller's to clear. */
extern void mig_fact_forget(MigFactBase *base, MigFact *fact);

/* Records that fact needs other (once; never itself). */
extern void mig_fact_need(MigFactBase *base, MigFact *fact, MigFact *other);

/* What fact needed other for, it needs instead for. */
extern void mig_fact_need_instead(MigFactBase *base, MigFact *fact, MigFact *other, MigFact *instead);

/* Adds to what no kind reads, once: its type, as "cast", and its name. */
extern void mig_fact_unmodelled(MigFactBase *base, const char *type, const char *identity);

/* Sorts and numbers the facts; call once, after the last one. */
extern void mig_fact_base_finish(MigFactBase *base);

/* The fact of lineage by which a table descends from another, or NULL. */
extern MigFact *mig_fact_lineage(const MigFact *table, const MigFact *ancestor);

/* Order of kinds, then of identities. */
extern int	mig_fact_compare(const MigFact *a, const MigFact *b);

/* Order of the children of one parent, as its CREATE lists them. */
extern int	mig_fact_compare_siblings(const MigFact *a, const MigFact *b);

/* The fact of that kind's keyword and identity in a finished base, or NULL. */
extern MigFact *mig_fact_find(const MigFactBase *base, const char *keyword,
							  const char *identity);

extern void mig_fact_base_free(MigFactBase *base);

#endif							/* MIG_FACT_H */
