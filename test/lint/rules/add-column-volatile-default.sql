-- A default that is the same for all rows is kept beside the table. One that differs from row to row is written into each of them: the whole table, under a lock that lets nobody else read or write.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE FUNCTION steady() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION moody() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE FUNCTION inlined() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- reported
ALTER TABLE t ADD COLUMN u uuid DEFAULT gen_random_uuid()
-- reported
ALTER TABLE t ADD COLUMN x timestamptz NOT NULL DEFAULT clock_timestamp(), ADD y int
-- reported
ALTER TABLE t ADD x int DEFAULT 1 + moody() * 2
-- reported not-observed not-run
-- the function is new
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER TABLE t ADD x int DEFAULT f()
-- silent
ALTER TABLE t ADD x timestamptz NOT NULL DEFAULT now(), ADD y text DEFAULT current_user, ADD z int DEFAULT 1
-- silent
ALTER TABLE t ADD x int DEFAULT steady()
-- silent
ALTER TABLE t ADD x int DEFAULT inlined()
-- silent
CREATE FUNCTION f() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'; ALTER TABLE t ADD x int DEFAULT f()
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD b uuid DEFAULT gen_random_uuid()
-- silent
ALTER TABLE t ALTER a SET DEFAULT random()
