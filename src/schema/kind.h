/*
 * kind.h
 *	  What we know of one kind of schema object, written once, in one file of
 *	  kinds/.  All else is generic and never names a kind.
 */
#ifndef MIG_KIND_H
#define MIG_KIND_H

#include "base/text.h"
#include "schema/fact.h"

/* What a difference in one attribute means. */
typedef enum MigHow
{
	MIG_REPLACE,				/* drop and create again */
	MIG_ALTER,					/* one or more statements, see alter */
	MIG_REBUILD,				/* as MIG_ALTER, but the server refuses while
								 * some dependents stand: those with the trait
								 * MIG_BLOCKS are rebuilt around it */
	MIG_LOOSEN,					/* as MIG_ALTER, while those of its parts that
								 * have blocks() are away */
	MIG_RENAME,					/* as MIG_ALTER: a name that CREATE need not say,
								 * in which what looks alike may differ */
	MIG_IGNORE					/* needed to write the fact, never compared */
} MigHow;

typedef struct MigAttr
{
	const char *name;			/* its column in MigKind.query */
	MigHow		how;
	/* Writes what turns old into new; called only where the texts differ. */
	void		(*alter) (MigWriter *out, const MigFact *old, const MigFact *new);
	/* Where how depends on the texts; NULL: it does not. */
	MigHow		(*decide) (const MigFact *old, const MigFact *new);
} MigAttr;

/* Traits of a kind. */
#define MIG_FALLS_WITH_PARENT	0x0001	/* dropping the parent drops it */
#define MIG_REBUILDABLE			0x0002	/* dropping and creating it loses no data */
#define MIG_BLOCKS				0x0004	/* keeps what it reads from MIG_REBUILD */
#define MIG_SATELLITE			0x0008	/* shares the address of its parent */
#define MIG_RELNAME				0x0010	/* its name is taken from relations */
#define MIG_TYPENAME			0x0020	/* its name is taken from types */
#define MIG_HOLDS_DATA			0x0040	/* dropping it loses data */
#define MIG_SWAPPED				0x0080	/* replaced while columns use it: renamed
										 * away, created, columns moved, dropped */
#define MIG_FOLDS				0x0100	/* its create may be a clause of its
										 * parent's CREATE */
#define MIG_TYPED				0x0200	/* a column: follows a swapped type */
#define MIG_BODY				0x0400	/* its first attribute is a text that may
										 * name what comes later */
#define MIG_LINEAGE				0x0800	/* a table's descent from another, named by
										 * its first attribute: it, and not the
										 * table, depends on that one */
#define MIG_READS				0x1000	/* its CREATE reads rows */
#define MIG_INHERITED			0x2000	/* what its parent descends from may give it */
#define MIG_SHELL				0x4000	/* the name of a type, for functions that it
										 * is then made of: all that needs it goes
										 * with it, and it with what is made of it */
#define MIG_OWNER				0x8000	/* says who owns its parent */
#define MIG_LINKED				0x10000 /* a part of a column, but with an owner,
										 * who must be that of the table */

typedef struct MigKind
{
	/* what it is */
	const char *keyword;		/* as after CREATE, DROP and COMMENT ON */
	Oid			catalog;		/* classid of its facts; InvalidOid: satellite */
	int			weight;			/* who goes first when both could */
	uint32		traits;

	/*
	 * How it is read: one set query.  $1 is oid[], the managed schemas.  Its
	 * columns are, in this order:
	 *
	 * objid oid, objsubid integer, identity text, parentclass oid, parentid
	 * oid, parentsubid integer (three NULLs for none), and the attributes in
	 * the order of attrs.
	 *
	 * Of a satellite the first two are ignored: it stands at its parent's
	 * address, and its identity is its parent's.
	 */
	const char *query;
	const MigAttr *attrs;
	int			nattrs;

	/* how it is written; NULL takes the default */

	/*
	 * Writes CREATE; clauses are those of the children that fold, in order.
	 */
	void		(*create) (MigWriter *out, const MigFact *fact, const List *clauses);
	/* Must this one be created apart from its parent?  NULL: none must. */
	bool		(*apart) (const MigFact *fact);
	/*
	 * Its part of the parent's CREATE; NULL when nothing is to be said there,
	 * and then no child of its own can fold.
	 */
	char	   *(*clause) (const MigFact *fact, const List *clauses);
	/*
	 * Writes what no CREATE says; called after the CREATE that the fact is
	 * made by, its own or its parent's.
	 */
	void		(*rest) (MigWriter *out, const MigFact *fact);
	/*
	 * Of a partition's part of what its parent has (MigFact.whole): does the
	 * server make it along with its table, or else along with the whole, as
	 * the fact has it?  NULL: it has no such parts.
	 */
	bool		(*comes) (const MigFact *fact, bool withtable);
	/* Writes what sets such a part apart from what the server makes. */
	void		(*along) (MigWriter *out, const MigFact *fact);
	/* Writes what joins such a part to its whole, once both are there. */
	void		(*join) (MigWriter *out, const MigFact *fact);
	/* Of a MIG_INHERITED fact: has it only what its parent descends from given it? */
	bool		(*inherited) (const MigFact *fact);
	/* Of such a fact: is it so wherever its parent descends from that? */
	bool		(*bound) (const MigFact *fact);
	/* Writes DROP; the default is DROP <keyword> <identity>. */
	void		(*drop) (MigWriter *out, const MigFact *fact);
	/* The relation name it takes besides its identity; may give NULL. */
	const char *(*relname) (const MigFact *fact);
	/*
	 * The name, with its schema, of the constraint that it is, or has as a part
	 * that CREATE need not name; may give NULL.
	 */
	char	   *(*conname) (const MigFact *fact);
	/*
	 * Of a MIG_SWAPPED type: the expression that carries a stored value of the
	 * old self to the new one.  NULL, also as a result: by way of its text.
	 */
	char	   *(*carry) (MigWriter *out, const MigFact *old, const MigFact *new, const char *value);
	/* Has this fact of the kind what MIG_BLOCKS says of all? */
	bool		(*blocks) (const MigFact *fact);
	/*
	 * What has data that is put aside, in a temporary table of the name aside,
	 * while it is dropped and created again.  All three or none.
	 */
	bool		(*keeps) (const MigFact *old, const MigFact *new);	/* has it any for its new self? */
	void		(*save) (MigWriter *out, const MigFact *old, const char *aside);
	void		(*restore) (MigWriter *out, const MigFact *old, const MigFact *new, const char *aside);
	/*
	 * Of a MIG_TYPED fact: what the new self takes of a row of the old one, as
	 * an expression; NULL: nothing, since it is computed or no cast leads there.
	 */
	char	   *(*value) (MigWriter *out, const MigFact *old, const MigFact *new);
	/* Of a MIG_TYPED fact: has it values of its own, so that they can be lost? */
	bool		(*stored) (const MigFact *fact);
	/*
	 * Is what it says fixed as long as its parent stands?  Of a MIG_TYPED fact its
	 * type, of a MIG_LINEAGE one what a table has of what it descends from; NULL:
	 * it is not.
	 */
	bool		(*fixed) (const MigFact *fact);
	/* Of a type: is it refused new checks, since its values are part of others? */
	bool		(*sealed) (const MigFact *fact);
	/* Of a MIG_READS fact: is it without its rows, so that nothing can read it? */
	bool		(*unfilled) (const MigFact *fact);
	/* Of a MIG_LINEAGE fact: are rows of the table rows of what it descends from? */
	bool		(*routes) (const MigFact *fact);
	/* Writes a rename; the default is ALTER <keyword> <identity> RENAME TO. */
	void		(*rename) (MigWriter *out, const MigFact *fact, const char *newname);
} MigKind;

#define MIG_ATTRS(array)	.attrs = (array), .nattrs = lengthof(array)

/* The text of an attribute by the kind's local enum, and tests of it. */
#define mig_attr(fact, i)		((fact)->attrs[i])
#define mig_attr_true(fact, i)	((fact)->attrs[i] != NULL && (fact)->attrs[i][0] == 't')
#define mig_attr_equal(a, b, i) mig_text_equal((a)->attrs[i], (b)->attrs[i])

/* Must a fact be created apart from its parent? */
#define mig_fact_apart(fact)	((fact)->kind->apart != NULL && (fact)->kind->apart(fact))

#endif							/* MIG_KIND_H */
