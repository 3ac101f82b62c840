-- The change itself takes a moment, but clients that run use the old name until they are replaced.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
-- reported
ALTER TABLE t RENAME COLUMN a TO z
-- reported
ALTER TABLE t RENAME a TO z
-- silent
ALTER TABLE t ADD x int; ALTER TABLE t RENAME x TO y
-- silent
ALTER TABLE t RENAME CONSTRAINT t_pkey TO k
