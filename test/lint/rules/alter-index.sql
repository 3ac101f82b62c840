-- An index is locked by everybody who plans a query of its table. Most of its options can be changed beside that; some, as fastupdate, cannot.
-- setup
CREATE TABLE t (id int PRIMARY KEY, a int[]);
CREATE INDEX i ON t USING gin (a);
INSERT INTO t SELECT g, ARRAY[g] FROM generate_series(1, 500) g;
-- reported
ALTER INDEX i SET (fastupdate = off)
-- silent
ALTER INDEX t_pkey SET (fillfactor = 80)
-- silent
CREATE TABLE fresh (a int[]); CREATE INDEX f ON fresh USING gin (a); ALTER INDEX f SET (fastupdate = off)
