-- Clients that were written for a column without NULLs meet them as soon as the first is written. Let them learn of it first.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
-- reported
ALTER TABLE t ALTER COLUMN c DROP NOT NULL
-- silent
ALTER TABLE t ALTER COLUMN c SET NOT NULL
-- silent down
ALTER TABLE t ALTER COLUMN c DROP NOT NULL
-- silent
CREATE TABLE fresh (v int NOT NULL); ALTER TABLE fresh ALTER v DROP NOT NULL
