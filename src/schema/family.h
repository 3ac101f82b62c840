/*
 * family.h
 *	  Partitions and their indexes, as the kinds that own them read them.
 */
#ifndef MIG_FAMILY_H
#define MIG_FAMILY_H

#include "schema/kind.h"

/*
 * Common tables of a query: "part" has every index that is attached to another,
 * with the name that the server would give it (NULL when that depends on what
 * else there is); "family" every partitioned index, and whether it must be made
 * for its table alone, since some part below is missing or is not as the server
 * would make it.
 */
#define MIG_FAMILY_SQL \
	"WITH RECURSIVE backed AS (" \
	"  SELECT k.conindid AS idx, k.contype FROM pg_constraint k WHERE k.contype IN ('p', 'u', 'x')" \
	"), named AS (" \
	"  SELECT i.inhrelid AS idx, i.inhparent AS whole, x.indrelid AS rel, c.relname," \
	"         k.contype IS NOT DISTINCT FROM w.contype AND c.reltablespace = p.reltablespace" \
	"         AND c.reloptions IS NOT DISTINCT FROM p.reloptions AS alike," \
	"         r.relname || CASE WHEN k.contype = 'p' THEN '' ELSE '_' ||" \
	"           (SELECT string_agg(a.attname, '_' ORDER BY a.attnum) FROM pg_attribute a" \
	"             WHERE a.attrelid = c.oid) END ||" \
	"         CASE k.contype WHEN 'p' THEN '_pkey' WHEN 'u' THEN '_key' WHEN 'x' THEN '_excl'" \
	"           ELSE '_idx' END AS name" \
	"    FROM pg_inherits i JOIN pg_index x ON x.indexrelid = i.inhrelid" \
	"         JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent" \
	"         JOIN pg_class r ON r.oid = x.indrelid" \
	"         LEFT JOIN backed k ON k.idx = i.inhrelid LEFT JOIN backed w ON w.idx = i.inhparent" \
	"), part AS (" \
	"  SELECT idx, whole, alike AND relname = name AS automatic," \
	"         CASE WHEN alike AND octet_length(name) < 64" \
	"               AND count(*) OVER (PARTITION BY rel, name) = 1 THEN name END AS name" \
	"    FROM named" \
	"), below AS (" \
	"  SELECT whole AS top, idx, automatic FROM part" \
	"   UNION ALL SELECT b.top, p.idx, p.automatic FROM below b JOIN part p ON p.whole = b.idx" \
	"), family AS (" \
	"  SELECT x.indexrelid AS idx, NOT x.indisvalid OR NOT coalesce(b.automatic, true) AS alone" \
	"    FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid AND c.relkind = 'I'" \
	"         LEFT JOIN (SELECT top, bool_and(automatic) AS automatic FROM below GROUP BY top) b" \
	"                ON b.top = x.indexrelid" \
	") "

/*
 * SQL over pg_class c and pg_attribute a: joins f, the parents of a table or
 * the table of a partition, and u, what its parents say of the column.
 */
#define MIG_PARENTS_SQL \
	"       LEFT JOIN (" \
	"         SELECT i.inhrelid, string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) AS parents" \
	"           FROM pg_inherits i GROUP BY i.inhrelid) f ON f.inhrelid = c.oid" \
	"       LEFT JOIN (" \
	"         SELECT i.inhrelid, p.attname, bool_or(p.attnotnull) AS isnotnull, bool_or(p.attgenerated <> '') AS isgenerated," \
	"                bool_or(p.atthasdef AND p.attgenerated = '') AS hasdefault, max(p.attstorage::text) AS storage," \
	"                max(p.attcompression::text) AS compression" \
	"           FROM pg_inherits i JOIN pg_attribute p ON p.attrelid = i.inhparent AND p.attnum > 0" \
	"          GROUP BY i.inhrelid, p.attname) u ON u.inhrelid = c.oid AND u.attname = a.attname"

/*
 * SQL: has a table, by its oid, its columns in another order than the one that
 * it descends from?
 */
#define MIG_ORDER_SQL(table) \
	"(SELECT array_agg(o.attname ORDER BY o.attnum) FROM pg_attribute o" \
	"  WHERE o.attrelid = " table " AND o.attnum > 0 AND NOT o.attisdropped)"
#define MIG_OWN_ORDER_SQL(table, parent)	MIG_ORDER_SQL(table) " <> " MIG_ORDER_SQL(parent)

/*
 * Of an index or constraint that is a part and is to be none: nothing takes it
 * off while its table stays where it is, so it is made anew, and the whole with it.
 */
extern MigHow mig_family_decide(const MigFact *old, const MigFact *new);

#endif							/* MIG_FAMILY_H */
