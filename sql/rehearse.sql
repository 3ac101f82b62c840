-- Rehearsals: the steps really run, are observed, and are undone.
-- from an empty history
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
CREATE TABLE reh_parent (id int PRIMARY KEY, t text);
CREATE TABLE reh_child (id int PRIMARY KEY, pid int, amount int DEFAULT 5);
INSERT INTO reh_parent SELECT g, 'x' FROM generate_series(1, 100) g;
INSERT INTO reh_child SELECT g, g % 100 + 1 FROM generate_series(1, 500) g;
CREATE SEQUENCE reh_seq;
ANALYZE reh_parent, reh_child;
SELECT migrate.revision('one', $$
ALTER TABLE reh_child ADD CONSTRAINT reh_fk FOREIGN KEY (pid) REFERENCES reh_parent;

-- a comment, and an index
CREATE INDEX reh_child_pid ON reh_child (pid);
UPDATE reh_parent SET t = 'y' WHERE id <= 10;
CREATE TABLE reh_fresh AS SELECT id, nextval('reh_seq') AS n FROM reh_parent
$$, $$
DROP TABLE reh_fresh;
DROP INDEX reh_child_pid;
ALTER TABLE reh_child DROP CONSTRAINT reh_fk
$$, verify => 'SELECT count(*) = 100 FROM reh_fresh', rev_id => 'aaaa1111');
SELECT migrate.revision('two', $$
ALTER TABLE reh_parent ALTER t TYPE varchar(10);
SET lock_timeout = 0;
TRUNCATE reh_child
$$, 'ALTER TABLE reh_parent ALTER t TYPE text', rev_id => 'bbbb2222');

SELECT direction, revision, statement, line, left(text, 44) AS text, elapsed >= '0' AS timed,
	strongest_lock, locked_relation, rewrites, rows_scanned > 0 AS scans, rows_written, wal_bytes > 0 AS wal
FROM migrate.rehearse();
-- each row of each table is read once
SELECT statement, rows_scanned FROM migrate.rehearse('aaaa1111', round_trip => false) WHERE statement IN (1, 2, 4);
-- what is not to be seen
SELECT count(*) AS marks FROM migrate.current();
SELECT count(*) AS log FROM migrate.log;
SELECT to_regclass('reh_fresh') IS NULL AS no_table, count(*) FILTER (WHERE t = 'y') AS updated, (SELECT count(*) FROM reh_child) AS rows FROM reh_parent;
SELECT current_setting('lock_timeout'), current_setting('check_function_bodies');
SELECT count(*) AS locks FROM pg_locks WHERE pid = pg_backend_pid() AND (locktype = 'advisory' OR relation IN ('reh_parent'::regclass, 'reh_child'::regclass));
-- what is: sequences do not go back
SELECT last_value FROM reh_seq;
-- nor is anything left in a transaction that goes on
BEGIN;
SELECT count(*) FROM migrate.rehearse();
SELECT count(*) AS locks FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 'reh_child'::regclass;
SELECT count(*) FROM reh_child;
COMMIT;
-- counters off
SET track_counts = off;
SELECT statement, rows_scanned, rows_written FROM migrate.rehearse('+1', false) WHERE statement < 3;
RESET track_counts;

-- downwards, and up again
SELECT revision FROM migrate.upgrade('aaaa1111');
SELECT direction, revision, statement, strongest_lock, locked_relation FROM migrate.rehearse('base', downgrade => true);
SELECT revision FROM migrate.current();
SELECT direction, statement FROM migrate.rehearse('-1', false, true);
-- there already
SELECT * FROM migrate.rehearse('aaaa1111');

-- a round trip that ends elsewhere
SELECT migrate.edit('bbbb2222', 'ALTER TABLE reh_parent ADD extra int; ALTER TABLE reh_child ADD more int', 'ALTER TABLE reh_parent DROP extra');
SELECT * FROM migrate.rehearse();
\echo :LAST_ERROR_SQLSTATE
SELECT statement, text FROM migrate.rehearse(round_trip => false);
-- one that can't be made
UPDATE migrate.revisions SET downgrade = NULL WHERE revision = 'bbbb2222';
SELECT direction, statement FROM migrate.rehearse();
SELECT migrate.revision('three', 'CREATE TABLE reh_three ()', 'DROP TABLE reh_three', rev_id => 'cccc3333');
SELECT direction, revision FROM migrate.rehearse();

-- an error in a script is the one of the upgrade
SELECT migrate.edit('cccc3333', E'CREATE TABLE reh_three ();\nSELECT 1 / 0');
SELECT * FROM migrate.rehearse();
SELECT to_regclass('reh_three') IS NULL AS undone;
SELECT migrate.edit('cccc3333', 'CREATE TABLE reh_three ()', verify => 'SELECT false');
SELECT * FROM migrate.rehearse();
SELECT migrate.edit('cccc3333', 'CREATE TABLE reh_three (); COMMIT', 'DROP TABLE reh_three', verify => '');
SELECT * FROM migrate.rehearse();
-- deferred constraints, too
SELECT migrate.edit('cccc3333', $$
CREATE TABLE reh_three (id int REFERENCES reh_parent DEFERRABLE INITIALLY DEFERRED);
INSERT INTO reh_three VALUES (12345)
$$, 'DROP TABLE reh_three');
SELECT * FROM migrate.rehearse();
-- scripts that call us
SELECT migrate.edit('cccc3333', 'SELECT migrate.rehearse()', '');
SELECT * FROM migrate.rehearse();
SELECT migrate.edit('cccc3333', 'SELECT migrate.upgrade()', '');
SELECT * FROM migrate.rehearse();
SELECT migrate.remove('cccc3333');
SELECT migrate.remove('bbbb2222');

-- what refuses a transaction is left out, and what needs it
SELECT migrate.revision('live', $$
CREATE UNIQUE INDEX CONCURRENTLY reh_amount ON reh_child (id, amount);
ALTER TABLE reh_child ADD CONSTRAINT reh_amount UNIQUE USING INDEX reh_amount;
VACUUM reh_child;
ALTER TABLE reh_child ADD more int
$$, $$
ALTER TABLE reh_child DROP more;
ALTER TABLE reh_child DROP CONSTRAINT reh_amount
$$, verify => $$SELECT count(*) = 1 FROM pg_constraint WHERE conname = 'reh_amount'$$, rev_id => 'dddd4444', transactional => false);
SELECT direction, statement, left(text, 30) AS text, elapsed IS NULL AS left_out, strongest_lock, wal_bytes IS NULL AS unknown FROM migrate.rehearse();
-- what does not come of that is an error
SELECT migrate.edit('dddd4444', 'VACUUM reh_child; SELECT 1 / 0', '', '');
SELECT * FROM migrate.rehearse();
-- nor can a value be used that was added to an enum
CREATE TYPE reh_enum AS ENUM ('a');
SELECT migrate.edit('dddd4444', $$ALTER TYPE reh_enum ADD VALUE 'b'; CREATE TABLE reh_e AS SELECT 'b'::reh_enum AS e$$, '');
SELECT statement, elapsed IS NULL AS left_out FROM migrate.rehearse();
SELECT migrate.remove('dddd4444');
SELECT migrate.revision('enum', $$ALTER TYPE reh_enum ADD VALUE 'b'; CREATE TABLE reh_e AS SELECT 'b'::reh_enum AS e$$, '', rev_id => 'dddd4444');
SELECT statement, elapsed IS NULL AS left_out FROM migrate.rehearse();
SELECT migrate.remove('dddd4444');

-- refusals
SELECT * FROM migrate.rehearse(NULL);
SELECT * FROM migrate.rehearse('nosuch');
SELECT * FROM migrate.rehearse('-1');
SET default_transaction_read_only = on;
SELECT * FROM migrate.rehearse();
RESET default_transaction_read_only;
SELECT migrate.revision('index', 'CREATE INDEX reh_i ON reh_child (id)', 'DROP INDEX reh_i', rev_id => 'eeee5555');
UPDATE migrate.revisions SET upgrade = 'SELECT 1' WHERE revision = 'aaaa1111';
\set VERBOSITY terse
SELECT * FROM migrate.rehearse();
\set VERBOSITY default
TRUNCATE migrate.applied;
-- whoever may run may rehearse, with their own rights
CREATE ROLE reh_runner;
SET ROLE reh_runner;
SELECT * FROM migrate.rehearse();
RESET ROLE;
SELECT migrate.grant_access('reh_runner', 'running');
SET ROLE reh_runner;
SELECT * FROM migrate.rehearse();
RESET ROLE;
SELECT migrate.revoke_access('reh_runner');
DROP ROLE reh_runner;

DROP TABLE reh_fresh, reh_child, reh_parent;
DROP SEQUENCE reh_seq;
DROP TYPE reh_enum;
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
