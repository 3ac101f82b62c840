-- Running on a live system: each revision commits, statements that refuse a transaction run.
-- from an empty history
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
SELECT migrate.revision('table', 'CREATE TABLE live (i int, j int); INSERT INTO live SELECT g, g FROM generate_series(1, 100) g',
	'DROP TABLE live', rev_id => 'a1a1a1a1');
SELECT migrate.revision('indexes', $$
CREATE INDEX CONCURRENTLY live_i ON live (i);
ALTER TABLE live ADD k int;
SET work_mem = '1MB';
VACUUM live;
CREATE UNIQUE INDEX CONCURRENTLY live_j ON live (j)
$$, 'DROP INDEX CONCURRENTLY live_j; ALTER TABLE live DROP k; DROP INDEX CONCURRENTLY live_i',
	verify => 'SELECT count(*) = 100 FROM live', rev_id => 'b2b2b2b2', transactional => false);
SELECT migrate.revision('column', 'ALTER TABLE live ADD l int', 'ALTER TABLE live DROP l', rev_id => 'c3c3c3c3');

-- only where it may commit
SELECT migrate.upgrade();
BEGIN;
CALL migrate.deploy();
ROLLBACK;
DO $$ BEGIN CALL migrate.deploy(); END $$;
SELECT 1 AS one \; CALL migrate.rollback('base');
CREATE PROCEDURE nested() LANGUAGE plpgsql AS 'BEGIN CALL migrate.deploy(); END';
CALL nested();
DROP PROCEDURE nested;
CREATE FUNCTION inside() RETURNS void LANGUAGE sql AS 'CALL migrate.deploy()';
SELECT inside();
DROP FUNCTION inside;
SET default_transaction_read_only = on;
CALL migrate.deploy();
RESET default_transaction_read_only;
CALL migrate.deploy(NULL);
CALL migrate.deploy('nosuch');
SELECT count(*) FROM migrate.log;

-- there
CALL migrate.deploy();
SELECT attname FROM pg_attribute WHERE attrelid = 'live'::regclass AND attnum > 0 ORDER BY attnum;
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'live'::regclass ORDER BY indexrelid::regclass::text;
SELECT revision FROM migrate.current();
SELECT direction, revision, outcome, statements, elapsed IS NOT NULL AS timed, step FROM migrate.log;
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
SELECT current_setting('work_mem'), current_setting('lock_timeout');
CALL migrate.deploy();
SELECT count(*) FROM migrate.log;

-- a run that was killed is known as such, also when it had nothing left to do
INSERT INTO migrate.runs (run, tag, command, target, outcome)
	VALUES ('00000001-0000-4000-8000-000000000000', 1, 'deploy', 'head', 'running');
SELECT state FROM migrate.progress;
CALL migrate.deploy();
SELECT outcome, ended_at IS NOT NULL AS ended FROM migrate.runs WHERE tag = 1;
SELECT count(*) FROM migrate.progress;

-- and back
CALL migrate.rollback('-1');
CALL migrate.rollback('base');
SELECT to_regclass('live') IS NULL AS gone, count(*) FROM migrate.current();

-- a failure leaves what is committed, and a row in the log; the next run goes on
TRUNCATE migrate.journal;
SELECT migrate.edit('b2b2b2b2', upgrade => $$
CREATE INDEX CONCURRENTLY live_i ON live (i);
INSERT INTO live VALUES (1, 1);
CREATE UNIQUE INDEX CONCURRENTLY live_j ON live (j);
ALTER TABLE live ADD k int
$$, verify => '');
\set SHOW_CONTEXT always
CALL migrate.deploy();
\set SHOW_CONTEXT errors
SELECT revision FROM migrate.current();
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'live'::regclass ORDER BY indexrelid::regclass::text;
SELECT direction, revision, outcome, statements, sqlstate, error FROM migrate.log;
SELECT current_setting('lock_timeout'), count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
CALL migrate.deploy();
DELETE FROM live WHERE i = 1;
-- what has run must stay as it is; what has not may change
SELECT migrate.edit('b2b2b2b2', upgrade => $$
CREATE INDEX CONCURRENTLY live_i ON live (i);
INSERT INTO live VALUES (2, 2);
CREATE UNIQUE INDEX CONCURRENTLY live_j ON live (j);
ALTER TABLE live ADD k int
$$);
CALL migrate.deploy();
SELECT migrate.edit('b2b2b2b2', upgrade => $$
CREATE INDEX CONCURRENTLY live_i ON live (i);
INSERT INTO live VALUES (1, 1);
CREATE UNIQUE INDEX CONCURRENTLY live_j ON live (j);
ALTER TABLE live ADD k2 int
$$);
CALL migrate.deploy();
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'live'::regclass ORDER BY indexrelid::regclass::text;
SELECT direction, revision, outcome, statements, sqlstate FROM migrate.log;
SELECT revision FROM migrate.current();

-- killed between an index and its record: a row 'running' is all that remains
SELECT migrate.edit('c3c3c3c3', 'SELECT 1') IS NULL AS refused;
SELECT migrate.revision('in doubt', 'CREATE INDEX CONCURRENTLY live_l ON live (l); ALTER TABLE live ADD m int', '',
	rev_id => 'd4d4d4d4', transactional => false);
CREATE INDEX live_l ON live (l);
INSERT INTO migrate.journal (run, step, at, direction, revision, message, outcome, run_by)
	VALUES (gen_random_uuid(), 1, now(), 'upgrade', 'd4d4d4d4', 'in doubt', 'running', 'me');
CALL migrate.deploy();
SELECT outcome, statements FROM migrate.log WHERE revision = 'd4d4d4d4';

-- what is deferred fails at the commit, or before
SELECT migrate.revision('deferred', $$
CREATE TABLE live_ref (l int REFERENCES live (j) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO live_ref VALUES (12345);
$$, '', rev_id => 'e5e5e5e5');
CALL migrate.deploy();
SELECT to_regclass('live_ref') IS NULL AS undone;
SELECT outcome, sqlstate FROM migrate.log WHERE revision = 'e5e5e5e5';
SELECT migrate.remove('e5e5e5e5');

-- a commit that fails for a lock, in the middle of a script: that statement runs again
CREATE TABLE live_noted (n int);
CREATE SEQUENCE live_tries;
CREATE FUNCTION live_shy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF nextval('live_tries') = 2 THEN
		RAISE SQLSTATE '55P03' USING MESSAGE = 'not now';
	END IF;
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER live_shy AFTER INSERT ON live_noted DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION live_shy();
SELECT migrate.revision('shy', 'INSERT INTO live_noted VALUES (1); INSERT INTO live_noted VALUES (2); INSERT INTO live_noted VALUES (3)',
	'', rev_id => 'f6f6f6f6', transactional => false);
SET migrate.lock_retry_delay = '1ms';
CALL migrate.deploy();
RESET migrate.lock_retry_delay;
SELECT n FROM live_noted ORDER BY n;
DROP TABLE live_noted;
DROP FUNCTION live_shy;
DROP SEQUENCE live_tries;

-- a script that releases all locks of the session does not end the deployment's
SELECT migrate.revision('locks', $$
DISCARD ALL;
SELECT pg_advisory_unlock_all();
CREATE TABLE live_locks AS SELECT count(*) AS locks, count(DISTINCT classid) AS kinds
	FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid = x'4D47'::int
$$, '', rev_id => '1a1a1a1a', transactional => false);
CALL migrate.deploy();
SELECT locks >= 4 AS held, kinds >= 4 AS all_of_them FROM live_locks;
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
DROP TABLE live_locks;

DROP TABLE live;
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
