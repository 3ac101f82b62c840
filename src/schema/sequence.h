/*
 * sequence.h
 *	  The options of sequences, and of those behind identity columns.
 */
#ifndef MIG_SEQUENCE_H
#define MIG_SEQUENCE_H

#include "base/text.h"

/* SQL over pg_sequence q: all options, one a line. */
#define MIG_SEQUENCE_SQL \
	"format(E'START WITH %s\\nINCREMENT BY %s\\nMINVALUE %s\\nMAXVALUE %s\\nCACHE %s\\n%s'," \
	"       q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache," \
	"       CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)"

#define MIG_SEQUENCE_TYPE_MAX \
	"CASE q.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647" \
	" ELSE 9223372036854775807 END"

/* SQL over pg_sequence q: the options that are not what CREATE SEQUENCE gives; "" for none. */
#define MIG_SEQUENCE_GIVEN_SQL \
	"concat_ws(' '," \
	" CASE WHEN q.seqstart <> CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmax END" \
	"      THEN 'START WITH ' || q.seqstart END," \
	" CASE WHEN q.seqincrement <> 1 THEN 'INCREMENT BY ' || q.seqincrement END," \
	" CASE WHEN q.seqmin <> CASE WHEN q.seqincrement > 0 THEN 1 ELSE -1 - (" MIG_SEQUENCE_TYPE_MAX ") END" \
	"      THEN 'MINVALUE ' || q.seqmin END," \
	" CASE WHEN q.seqmax <> CASE WHEN q.seqincrement > 0 THEN " MIG_SEQUENCE_TYPE_MAX " ELSE -1 END" \
	"      THEN 'MAXVALUE ' || q.seqmax END," \
	" CASE WHEN q.seqcache <> 1 THEN 'CACHE ' || q.seqcache END," \
	" CASE WHEN q.seqcycle THEN 'CYCLE' END)"

/* SQL over pg_class c and pg_attribute a: joins s, the sequence of an identity. */
#define MIG_SEQUENCE_IDENTITY_SQL \
	"       LEFT JOIN (" \
	"         SELECT p.refobjid, p.refobjsubid, n.relname, n.relpersistence, q.seqrelid::regclass::text AS name," \
	"                " MIG_SEQUENCE_SQL " AS options, " MIG_SEQUENCE_GIVEN_SQL " AS given" \
	"           FROM pg_depend p JOIN pg_sequence q ON q.seqrelid = p.objid JOIN pg_class n ON n.oid = p.objid" \
	"          WHERE p.refclassid = 'pg_class'::regclass AND p.classid = 'pg_class'::regclass" \
	"            AND p.deptype = 'i') s ON s.refobjid = c.oid AND s.refobjsubid = a.attnum"

/*
 * Of the clauses of a column: the type that says all of its sequence, which is
 * taken out of them with the default that it brings; NULL for none.
 */
extern const char *mig_sequence_serial(List **clauses);

/*
 * Writes "<alter> <set>START WITH .. <set>CYCLE" for the options that differ,
 * texts as MIG_SEQUENCE_SQL gives them; start is what else the statement says.
 * Where the bounds of the sequence of that name close in, it is moved between
 * them first.
 */
extern void mig_sequence_alter(MigWriter *out, const char *name, const char *alter, const char *set,
							   const char *old, const char *new);

/* Holds a sequence of the new type less than one of the old type? */
extern bool mig_sequence_narrows(const char *old, const char *new);

/* Write what puts the position of a sequence aside, as MigKind.save has it, and takes it up. */
extern void mig_sequence_save(MigWriter *out, const char *name, const char *aside);
extern void mig_sequence_restore(MigWriter *out, const char *name, const char *aside);

#endif							/* MIG_SEQUENCE_H */
