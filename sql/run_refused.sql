-- What is refused before anything runs, what fails while it runs, and how it is said.
-- from an empty history
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
CREATE TABLE witness (n int);

-- one revision after the other is stored on base, tried, and removed again
CREATE FUNCTION try(script text, down text DEFAULT '', verify text DEFAULT NULL, transactional boolean DEFAULT true) RETURNS text
LANGUAGE plpgsql AS $f$
DECLARE
	state text; message text; detail text; hint text; context text;
BEGIN
	PERFORM migrate.revision('first', 'INSERT INTO witness VALUES (1)', '', rev_id => 'aaaa1111', head => 'base');
	PERFORM migrate.revision('second', '', '', rev_id => 'bbbb2222', head => 'aaaa1111', transactional => transactional);
	-- past what is refused when it is stored
	UPDATE migrate.revisions SET upgrade = script, downgrade = down, verify = try.verify WHERE revision = 'bbbb2222';
	PERFORM migrate.upgrade('bbbb2222');
	RETURN 'ran';
EXCEPTION WHEN OTHERS OR assert_failure THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL,
		hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
	RETURN concat_ws(E'\n', state || ': ' || message, 'DETAIL: ' || nullif(detail, ''), 'HINT: ' || nullif(hint, ''),
		'CONTEXT: ' || nullif(regexp_replace(context, E'(^|\n)SQL statement "SELECT migrate\\.upgrade.*', ''), ''));
END $f$;
\t on
SET client_min_messages = error;
\pset format unaligned

-- transaction control
SELECT try('COMMIT');
SELECT try('CREATE TABLE t (); SET TRANSACTION ISOLATION LEVEL SERIALIZABLE');
SELECT try(E'SELECT 1;\n-- now\nSAVEPOINT a; SELECT 2');
SELECT try('BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT');
SELECT try('BEGIN; SELECT 1; ROLLBACK');
SELECT try('BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT');
SELECT try('BEGIN; SELECT 1; COMMIT AND CHAIN');
SELECT try('PREPARE TRANSACTION ''x''');
-- what refuses a transaction block
SELECT try('CREATE INDEX CONCURRENTLY i ON witness (n)');
SELECT try('DROP INDEX CONCURRENTLY i');
SELECT try('REINDEX (CONCURRENTLY) TABLE witness');
SELECT try('REINDEX SCHEMA public');
SELECT try('VACUUM witness');
SELECT try('CLUSTER');
SELECT try('CREATE DATABASE d');
SELECT try('DROP DATABASE d');
SELECT try('ALTER DATABASE d SET TABLESPACE t');
SELECT try('CREATE TABLESPACE t LOCATION ''/t''');
SELECT try('DROP TABLESPACE t');
SELECT try('ALTER SYSTEM SET work_mem = 1');
SELECT try('ALTER TABLE witness DETACH PARTITION p CONCURRENTLY');
SELECT try('DISCARD ALL');
SELECT try('CREATE SUBSCRIPTION s CONNECTION '''' PUBLICATION p');
SELECT try('ALTER SUBSCRIPTION s REFRESH PUBLICATION');
SELECT try('ALTER SUBSCRIPTION s ADD PUBLICATION p');
SELECT try('SELECT 1', transactional => false);
-- what is not for the server
SELECT try('COPY witness FROM stdin');
SELECT try('COPY witness TO stdout');
SELECT try(E'COPY witness FROM stdin;\n1\n2\n\\.\n');
SELECT try(E'SELECT 1;\n\\d witness\n');
-- what does not parse
SELECT try(E'SELECT 1;\nSELEKT 2');
-- what cannot be verified
SELECT try('', verify => 'SELECT 1; SELECT n > 1 FROM witness');
SELECT try('', verify => 'SELECT NULL::boolean');
SELECT try('', verify => 'SELECT n FROM nowhere');
SELECT try('', verify => 'DO $$ BEGIN ASSERT 1 = 2, ''no''; END $$');
SELECT try('', verify => 'COMMIT');
-- what fails while it runs: revision, direction, statement, line, text; the SQLSTATE stays
SELECT try(E'SELECT 1;\n\n  -- the second\n  INSERT INTO witness VALUES (1/0);');
SELECT try(E'SELECT 1;\nINSERT INTO witness\nSELECT m\n  FROM witness');
SELECT try('DO $$ BEGIN PERFORM 1; RAISE EXCEPTION ''stop'' USING ERRCODE = ''ABC12''; END $$');
SELECT try('SELECT * FROM migrate.upgrade()');
-- what only the catalogs show to refuse a transaction, and what only a commit makes usable: the hint says what to do
SELECT try('CREATE TABLE parts (n int) PARTITION BY RANGE (n); REINDEX TABLE parts');
CREATE TYPE mood AS ENUM ('sad');
SELECT try('ALTER TYPE mood ADD VALUE ''glad''; SELECT ''glad''::mood');
DROP TYPE mood;
-- all of that without a trace
SELECT count(*) FROM witness;

RESET client_min_messages;

-- seen directly: the position is one in the statement
SELECT migrate.revision('wrong', E'INSERT INTO witness VALUES (1);\n\nSELECT n,\n       oops\n  FROM witness', '', rev_id => 'cccc3333', head => 'base');
\set SHOW_CONTEXT always
SELECT migrate.upgrade('cccc3333');
\echo :LAST_ERROR_SQLSTATE
SELECT migrate.remove('cccc3333');

-- a verify script changes nothing
\set SHOW_CONTEXT errors
SELECT try('INSERT INTO witness VALUES (7)', verify => 'DELETE FROM witness; SELECT count(*) = 0 FROM witness');
SELECT * FROM witness ORDER BY n;
SELECT count(*) FROM migrate.downgrade('base');
DELETE FROM witness;
SELECT migrate.remove('bbbb2222');
SELECT migrate.remove('aaaa1111');

-- not reversible: nothing of the journey runs
SELECT migrate.revision('one', 'INSERT INTO witness VALUES (1)', 'DELETE FROM witness WHERE n = 1', rev_id => 'dddd1111', head => 'base');
SET migrate.derive_downgrades = off;
SELECT migrate.revision('two', 'INSERT INTO witness VALUES (2)', rev_id => 'dddd2222', head => 'dddd1111');
RESET migrate.derive_downgrades;
SELECT migrate.revision('three', 'INSERT INTO witness VALUES (3)', 'DELETE FROM witness WHERE n = 3', rev_id => 'dddd3333', head => 'dddd2222');
SELECT count(*) FROM migrate.upgrade('dddd3333');
SELECT migrate.downgrade('base');
\echo :LAST_ERROR_SQLSTATE
SELECT n FROM witness ORDER BY n;
SELECT revision FROM migrate.downgrade('-1');
SELECT migrate.stamp('base');
SELECT migrate.remove('dddd3333');
SELECT migrate.remove('dddd2222');
SELECT migrate.remove('dddd1111');

-- where nothing can be written
BEGIN READ ONLY;
SELECT migrate.upgrade();
ROLLBACK;
SELECT migrate.upgrade(NULL);

DROP FUNCTION try;
DROP TABLE witness;
