-- Offline mode: what would run, as a script for psql.
-- from an empty history
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
\t on
\pset format unaligned
SELECT migrate.revision('base', $$
BEGIN;
SET search_path = pg_temp, public;
-- a comment; with a semicolon
CREATE TABLE public.offline (id int PRIMARY KEY, note text); -- and one after it
INSERT INTO offline VALUES (1, 'it''s; :note');
COMMIT
$$, 'DROP TABLE offline', rev_id => 'ab000000');
SELECT migrate.revision('left', 'ALTER TABLE offline ADD l int -- the left one', 'ALTER TABLE offline DROP l', rev_id => 'ab111111', branch_label => '{left}');
SELECT migrate.revision('right', 'CREATE FUNCTION offline_fn() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END',
	'DROP FUNCTION offline_fn', rev_id => 'ab222222', head => 'ab000000', splice => true);
SELECT migrate.merge('{heads}', 'together', rev_id => 'ab333333');
SELECT migrate.revision('alone', 'CREATE INDEX CONCURRENTLY offline_i ON offline (note); ALTER TABLE offline ADD after int',
	'DROP INDEX CONCURRENTLY offline_i; ALTER TABLE offline DROP after', rev_id => 'ab444444', transactional => false);
SELECT regexp_replace(migrate.script('head'), '[0-9a-f]{64}', '<sha256>', 'g');


-- psql runs it: the same database and the same marks as migrate.upgrade makes
CREATE VIEW state AS
SELECT 'marks ' || string_agg(revision, ' ' ORDER BY revision) AS state FROM migrate.marks
UNION ALL SELECT 'applied ' || string_agg(revision, ' ' ORDER BY revision) FROM migrate.applied JOIN migrate.revisions USING (revision, digest)
UNION ALL SELECT 'columns ' || string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = to_regclass('offline') AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT 'indexes ' || string_agg(indexrelid::regclass::text, ' ' ORDER BY indexrelid::regclass::text) FROM pg_index WHERE indrelid = to_regclass('offline')
UNION ALL SELECT 'functions ' || count(*) FROM pg_proc WHERE proname = 'offline_fn'
UNION ALL SELECT 'journal ' || string_agg(direction || ' ' || revision || ' ' || outcome, ', ' ORDER BY step) FROM migrate.journal
UNION ALL SELECT 'search_path ' || current_setting('search_path');
\getenv dir PG_ABS_BUILDDIR
\set file :dir '/results/run_script.sql'
SET client_min_messages = warning;
SELECT count(*) FROM migrate.upgrade('ab333333');
TABLE state;
SELECT count(*) FROM migrate.downgrade('base');
TRUNCATE migrate.journal;
SELECT migrate.script('ab333333') \g :file
\set ECHO none
\i :file
\set ECHO all
TABLE state;
TRUNCATE migrate.journal;
SELECT migrate.script('ab333333:ab444444') \g :file
\set ECHO none
\i :file
\set ECHO all
TABLE state;
TRUNCATE migrate.journal;
SELECT migrate.script('head:base', downgrade => true) \g :file
\set ECHO none
\i :file
\set ECHO all
TABLE state;

-- refused
\unset ON_ERROR_STOP
SELECT migrate.script('base', downgrade => true);
SELECT migrate.script('nosuch');
SELECT migrate.script('ab333333:nosuch');
SELECT migrate.script(NULL);
SET migrate.derive_downgrades = off;
SELECT migrate.revision('one way', 'SELECT 1', rev_id => 'ab555555');
RESET migrate.derive_downgrades;
SELECT migrate.script('head:base', downgrade => true);

DROP VIEW state;
TRUNCATE migrate.revisions, migrate.journal;
