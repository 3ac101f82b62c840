-- A constraint of a domain is checked in all tables that have a column of it, one after the other, and writes to all of them wait until the last is done. NOT VALID spares that; validating it later does not.
-- setup
CREATE DOMAIN word AS text;
CREATE DOMAIN unused AS text;
CREATE DOMAIN checked AS text CONSTRAINT k CHECK (VALUE <> '');
ALTER DOMAIN checked ADD CONSTRAINT later CHECK (VALUE <> ' ') NOT VALID;
CREATE TABLE t (id int PRIMARY KEY, a word, b checked);
INSERT INTO t SELECT g, g, g FROM generate_series(1, 500) g;
-- reported same
ALTER DOMAIN word ADD CONSTRAINT c CHECK (VALUE <> '')
-- reported same
ALTER DOMAIN public.word ADD CHECK (length(VALUE) < 10)
-- reported same
ALTER DOMAIN word SET NOT NULL
-- reported
ALTER DOMAIN checked VALIDATE CONSTRAINT later
-- silent
ALTER DOMAIN word ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID
-- silent
ALTER DOMAIN unused SET NOT NULL
-- silent
ALTER DOMAIN checked DROP CONSTRAINT k
-- silent set=migrate.lint_min_rows=501 not-observed
-- there are 500 rows
ALTER DOMAIN word SET NOT NULL
