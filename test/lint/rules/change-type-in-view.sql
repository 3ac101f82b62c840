-- The server refuses to change the type of a column on which a view stands. The views have to be dropped before and made again after.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT a FROM v;
CREATE MATERIALIZED VIEW m AS SELECT b FROM w JOIN t USING (a);
-- reported
ALTER TABLE t ALTER COLUMN a TYPE bigint
-- reported
ALTER TABLE t ALTER b TYPE varchar(100)
-- silent
ALTER TABLE t ALTER c TYPE bigint
-- silent
DROP MATERIALIZED VIEW m; DROP VIEW w, v; ALTER TABLE t ALTER a TYPE bigint
