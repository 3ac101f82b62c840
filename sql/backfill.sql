-- Changing a large table in batches that commit.
-- from an empty history
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal, migrate.runs;
CREATE TABLE people (id int PRIMARY KEY, name text, full_name text, touched int DEFAULT 0);
INSERT INTO people SELECT g, 'name ' || g FROM generate_series(1, 1000) g;
-- how many rows each transaction has changed
CREATE VIEW batches AS SELECT count(*) AS rows, min(id), max(id) FROM people GROUP BY xmin::text ORDER BY min(id);

-- refused
CALL migrate.backfill(NULL, 'full_name = name');
CALL migrate.backfill('people', NULL);
CALL migrate.backfill('people', 'full_name = name', batch_size => NULL);
CALL migrate.backfill('people', 'full_name = name', pause => NULL);
CALL migrate.backfill('people', 'full_name = name', batch_size => 0);
CALL migrate.backfill('people', 'full_name = name', pause => '-1s');
CALL migrate.backfill('people', 'full_name');
CALL migrate.backfill('people', 'full_name = name; DROP TABLE people');
CALL migrate.backfill('people', 'full_name = p.name FROM people p');
CALL migrate.backfill('people', 'full_name = name WHERE true --');
CALL migrate.backfill('people', 'full_name = name', 'true) OR (true');
CALL migrate.backfill('people', 'full_name = name', 'true; DROP TABLE people');
CALL migrate.backfill('people', 'full_name = name', '');
CALL migrate.backfill('people', 'name = full_name, id = id + 1');
CALL migrate.backfill('batches', 'rows = 1');
CREATE TABLE keyless (n int);
CALL migrate.backfill('keyless', 'n = 1');
DROP TABLE keyless;
BEGIN;
CALL migrate.backfill('people', 'full_name = name');
ROLLBACK;
DO $$ BEGIN CALL migrate.backfill('people', 'full_name = name'); END $$;
SET default_transaction_read_only = on;
CALL migrate.backfill('people', 'full_name = name');
RESET default_transaction_read_only;
SELECT count(*) FROM migrate.runs;

-- batch by batch
CALL migrate.backfill('people', 'full_name = initcap(name), touched = touched + 1 -- both', 'id % 2 = 0 -- some', 200);
SELECT * FROM batches WHERE min > 1;
SELECT count(*), min(full_name), max(touched) FROM people WHERE full_name IS NOT NULL;
SELECT command, target, outcome, position, rows_done, rows_changed FROM migrate.runs;

-- where it fails, what was done stays; the same goes on, another one begins anew
UPDATE people SET touched = 0;
ALTER TABLE people ADD CHECK (id <> 500 OR touched < 1);
\set SHOW_CONTEXT never
CALL migrate.backfill('people', 'touched = touched + 1', NULL, 90);
\set SHOW_CONTEXT errors
SELECT touched, count(*) FROM people GROUP BY 1 ORDER BY 1;
SELECT outcome, sqlstate, error, position, rows_done FROM migrate.runs WHERE outcome = 'failed';
ALTER TABLE people DROP CONSTRAINT people_check;
CALL migrate.backfill('people', 'touched = touched + 1', NULL, 300, '1 ms');
SELECT touched, count(*) FROM people GROUP BY 1 ORDER BY 1;
CALL migrate.backfill('people', 'touched = touched + 1');
SELECT touched, count(*) FROM people GROUP BY 1 ORDER BY 1;
SELECT current_setting('lock_timeout'), count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();

-- keys of several columns, of every sort; partitions; the caller's search_path
CREATE SCHEMA apart;
CREATE TABLE apart.parts ("Day" date, code text COLLATE "C", n int, done boolean DEFAULT false, PRIMARY KEY ("Day", code)) PARTITION BY RANGE ("Day");
CREATE TABLE apart.parts_1 PARTITION OF apart.parts FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');
CREATE TABLE apart.parts_2 PARTITION OF apart.parts FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');
INSERT INTO apart.parts SELECT date '2024-01-01' + g % 300, 'it''s ' || chr(48 + g % 70) || '%', g FROM generate_series(1, 700) g;
CREATE FUNCTION apart.marked(int) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > 7';
SET search_path = apart;
SET datestyle = 'SQL, DMY';
CALL migrate.backfill('parts', 'done = 10 / (n - 400) IS NOT NULL', NULL, 17);
SET datestyle = 'ISO, MDY';
UPDATE parts SET n = 1 WHERE n = 400;
CALL migrate.backfill('parts', 'done = 10 / (n - 400) IS NOT NULL', NULL, 17);
SELECT done, count(*) FROM parts GROUP BY 1;
CALL migrate.backfill('parts', 'done = NOT marked(n)', 'marked(n)');
SELECT done, count(*) FROM parts GROUP BY 1 ORDER BY 1;
RESET search_path;
RESET datestyle;

-- a key of a type whose operators are in a schema that is not in the path
SET client_min_messages = warning;
CREATE TYPE apart.num;
CREATE FUNCTION apart.num_in(cstring) RETURNS apart.num LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION apart.num_out(apart.num) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE apart.num (INPUT = apart.num_in, OUTPUT = apart.num_out, LIKE = int4);
RESET client_min_messages;
CREATE FUNCTION apart.num_lt(apart.num, apart.num) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4lt';
CREATE FUNCTION apart.num_le(apart.num, apart.num) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4le';
CREATE FUNCTION apart.num_eq(apart.num, apart.num) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE FUNCTION apart.num_ge(apart.num, apart.num) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4ge';
CREATE FUNCTION apart.num_gt(apart.num, apart.num) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4gt';
CREATE FUNCTION apart.num_cmp(apart.num, apart.num) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
CREATE OPERATOR apart.< (LEFTARG = apart.num, RIGHTARG = apart.num, FUNCTION = apart.num_lt);
CREATE OPERATOR apart.<= (LEFTARG = apart.num, RIGHTARG = apart.num, FUNCTION = apart.num_le);
CREATE OPERATOR apart.= (LEFTARG = apart.num, RIGHTARG = apart.num, FUNCTION = apart.num_eq);
CREATE OPERATOR apart.>= (LEFTARG = apart.num, RIGHTARG = apart.num, FUNCTION = apart.num_ge);
CREATE OPERATOR apart.> (LEFTARG = apart.num, RIGHTARG = apart.num, FUNCTION = apart.num_gt);
CREATE OPERATOR CLASS apart.num_ops DEFAULT FOR TYPE apart.num USING btree AS
	OPERATOR 1 apart.<, OPERATOR 2 apart.<=, OPERATOR 3 apart.=, OPERATOR 4 apart.>=, OPERATOR 5 apart.>, FUNCTION 1 apart.num_cmp(apart.num, apart.num);
CREATE TABLE own (n apart.num PRIMARY KEY, c int);
INSERT INTO own VALUES ('9', 0), ('10', 0), ('11', 0), ('100', 0);
CALL migrate.backfill('own', 'c = c + 1', NULL, 1);
SELECT c, count(*) FROM own GROUP BY 1;
CREATE TABLE mixed (i int, n apart.num, c int, PRIMARY KEY (i, n));
CALL migrate.backfill('mixed', 'c = 1');
DROP TABLE own, mixed;
SET client_min_messages = warning;
DROP SCHEMA apart CASCADE;
RESET client_min_messages;

-- in a revision: only where it may commit
SELECT migrate.revision('fill', $$CALL migrate.backfill('people', 'full_name = name')$$, rev_id => 'a1a1a1a1');
SELECT migrate.revision('fill', $$ALTER TABLE people ADD filled boolean;
CALL migrate.backfill('people', 'filled = (id <> 700 OR full_name IS NULL)', NULL, 100);
CALL migrate.backfill('people', 'touched = touched + CASE WHEN filled THEN 1 ELSE 1 / (id - 700) END', NULL, 100)$$,
	'ALTER TABLE people DROP filled', rev_id => 'a1a1a1a1', transactional => false);
SELECT count(*) FROM migrate.upgrade();
UPDATE people SET touched = 0;
CALL migrate.deploy();
SELECT touched, count(*) FROM people GROUP BY 1 ORDER BY 1;
SELECT revision, outcome, statements FROM migrate.log;
UPDATE people SET filled = true;
CALL migrate.deploy();
SELECT touched, count(*) FROM people GROUP BY 1 ORDER BY 1;
SELECT revision, outcome, statements FROM migrate.log;
SELECT count(*) FROM migrate.progress;
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();

-- no revision runs revisions
SELECT migrate.revision('again', 'CALL migrate.rollback(''base'')', '', rev_id => 'b2b2b2b2', transactional => false);
CALL migrate.deploy();
SELECT migrate.remove('b2b2b2b2');
CALL migrate.rollback('base');
SELECT migrate.remove('a1a1a1a1');
DROP VIEW batches;
DROP TABLE people;

-- it is data, of which a schema has nothing to say
SELECT migrate.revision('small', $$CREATE TABLE small (id int PRIMARY KEY, n int);
INSERT INTO small VALUES (1);
CALL migrate.backfill('small', 'n = 1')$$, rev_id => 'c3c3c3c3', transactional => false);
CALL migrate.deploy();
SELECT * FROM migrate.drift();
CALL migrate.rollback('base');
SELECT to_regclass('small') IS NULL AS gone;
SELECT migrate.remove('c3c3c3c3');
