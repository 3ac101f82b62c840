-- Dropping an index needs the table for itself, for a moment. That moment begins when the last transaction that uses the table ends, and everybody who comes later waits, too.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE INDEX i ON t (a);
-- reported
DROP INDEX i
-- reported
DROP INDEX IF EXISTS public.i
-- reported down
DROP INDEX i RESTRICT
-- silent alone
DROP INDEX CONCURRENTLY i
-- silent
CREATE TABLE fresh (a int); CREATE INDEX fi ON fresh (a); DROP INDEX fi
-- silent
DROP INDEX IF EXISTS nothing
