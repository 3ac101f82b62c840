-- Settings that a script changes end with it; deferred constraints, too.
-- from an empty history
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
\t on
\pset format unaligned
SELECT migrate.revision('settings', $$
SET search_path = pg_catalog;
SET LOCAL work_mem = '123kB';
SET my.setting = 'x';
SELECT set_config('DateStyle', 'German', false);
SET ROLE pg_monitor;
RESET ROLE;
SET ROLE pg_read_all_data;
$$, '', rev_id => 'abcd0001', head => 'base');
SELECT migrate.revision('who and where', $$
CREATE TABLE seen AS SELECT current_user = session_user AS myself, current_setting('search_path') AS path,
	current_setting('work_mem') AS work_mem, current_setting('my.setting', true) AS mine;
$$, 'DROP TABLE seen', rev_id => 'abcd0002');
SELECT count(*) FROM migrate.upgrade('abcd0002');
TABLE seen;
SELECT current_setting('search_path'), current_setting('work_mem'), current_setting('DateStyle'), current_user = session_user;

-- each statement has the whole of statement_timeout
SELECT migrate.revision('slow', 'SELECT pg_sleep(0.4); SELECT pg_sleep(0.4); SELECT pg_sleep(0.4)', '', rev_id => 'abcd0003');
SELECT migrate.revision('too slow', E'SET statement_timeout = ''50ms'';\nSELECT pg_sleep(10)', '', rev_id => 'abcd0004');
SET statement_timeout = '1s';
SELECT count(*) FROM migrate.upgrade('abcd0003');
SELECT count(*) FROM migrate.upgrade('abcd0004');
\echo :LAST_ERROR_SQLSTATE
SHOW statement_timeout;
RESET statement_timeout;
SELECT count(*) FROM migrate.downgrade('base');
SELECT migrate.remove('abcd0004');
SELECT migrate.remove('abcd0003');
SELECT migrate.remove('abcd0002');
SELECT migrate.remove('abcd0001');

-- deferred constraints are checked when their revision ends ...
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED,
	peer int REFERENCES child DEFERRABLE INITIALLY IMMEDIATE);
SELECT migrate.revision('in any order', 'INSERT INTO child VALUES (1, 1); INSERT INTO parent VALUES (1);',
	'DELETE FROM parent; DELETE FROM child', rev_id => 'abcd1001', head => 'base');
SELECT migrate.revision('and then altered', 'ALTER TABLE child ADD note text; ALTER TABLE parent ADD note text;',
	'ALTER TABLE child DROP note; ALTER TABLE parent DROP note', rev_id => 'abcd1002');
SELECT migrate.revision('in any order again', 'INSERT INTO child VALUES (2, 2); INSERT INTO parent VALUES (2);',
	'DELETE FROM parent WHERE id = 2; DELETE FROM child WHERE id = 2', rev_id => 'abcd1003');
SELECT migrate.revision('a constraint that is new', $$
CREATE TABLE ring (id int PRIMARY KEY, next int);
ALTER TABLE ring ADD FOREIGN KEY (next) REFERENCES ring DEFERRABLE INITIALLY DEFERRED;
INSERT INTO ring VALUES (1, 2), (2, 3);
INSERT INTO ring VALUES (3, 1);
$$, 'DROP TABLE ring', rev_id => 'abcd1004');
SELECT count(*) FROM migrate.upgrade('abcd1004');
SELECT count(*) FROM migrate.downgrade('base');
SELECT migrate.remove('abcd1004');
-- ... and the error names it
SELECT migrate.revision('an orphan', 'INSERT INTO child VALUES (9, 9)', '', rev_id => 'abcd1005', head => 'abcd1003');
\set SHOW_CONTEXT always
SELECT count(*) FROM migrate.upgrade('abcd1005');
\echo :LAST_ERROR_SQLSTATE
SELECT count(*) FROM child;
SELECT migrate.remove('abcd1005');
SELECT migrate.remove('abcd1003');
SELECT migrate.remove('abcd1002');
SELECT migrate.remove('abcd1001');
DROP TABLE child, parent;

-- the server's lock table is not filled to the brim
SELECT migrate.revision('many tables',
	(SELECT string_agg('CREATE TABLE many_' || n || ' (id int PRIMARY KEY, name text);', E'\n')
	   FROM generate_series(1, current_setting('max_locks_per_transaction')::int *
			(current_setting('max_connections')::int + 100) / 4 + 100) n),
	'', rev_id => 'abcd2001', head => 'base');
\set VERBOSITY sqlstate
SELECT count(*) FROM migrate.upgrade('abcd2001');
SELECT to_regclass('many_1') IS NULL;
SELECT migrate.remove('abcd2001');
