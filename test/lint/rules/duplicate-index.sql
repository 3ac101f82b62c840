-- An index serves queries for its first columns as well. A second one that begins with the same columns is written by every INSERT, and read by nobody.
-- setup
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c text COLLATE "C");
CREATE INDEX i ON t (a, b);
CREATE INDEX j ON t (b DESC);
CREATE INDEX k ON t (c);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
-- reported
CREATE INDEX ON t (a)
-- reported
CREATE INDEX ON t (id)
-- reported
CREATE INDEX ON t (c, a)
-- reported
CREATE TABLE fresh (a int UNIQUE); CREATE INDEX ON fresh (a)
-- silent
CREATE INDEX ON t (b)
-- silent
CREATE INDEX ON t (c text_pattern_ops, a)
-- silent
CREATE INDEX ON t (a) WHERE b = ''
-- silent
CREATE UNIQUE INDEX ON t (a)
-- silent
CREATE INDEX ON t (b, a)
-- silent
CREATE INDEX ON t USING hash (a)
-- silent
CREATE INDEX ON t (c, a); DROP INDEX k
-- silent down
CREATE INDEX ON t (a)
