-- Revisions as files: names, texts, and what comes back in.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
SET migrate.derive_downgrades = off;

-- what a command raises: its SQLSTATE and what it says
CREATE FUNCTION pg_temp.refusal(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE command;
	RETURN 'not refused';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(E'\n', sqlstate || ' ' || sqlerrm, nullif(detail, ''), nullif(hint, ''));
END $$;

-- a file and its name
INSERT INTO migrate.revisions (revision, message, upgrade, downgrade, verify, created_at)
	VALUES ('aaaa0001', 'Create the "products" table!', 'CREATE TABLE products (id int);', 'DROP TABLE products;',
		'SELECT count(*) = 0 FROM products;', '2025-09-30 14:30:05.25+02');
SELECT migrate.file_name('aaaa'), migrate.file_name('head');
SELECT migrate.file_text('aaaa0001');
SET migrate.file_template = '{rev}';
SELECT migrate.file_name('aaaa0001');
SET migrate.file_template = '%Y%m%d%H%M%S_%j_%y_%b_%B_%a_%A_%%_{slug}.{rev}';
SELECT migrate.file_name('aaaa0001');
SET migrate.file_template = '{slug}';
SELECT pg_temp.refusal('SELECT migrate.file_name(''aaaa0001'')');
SET migrate.file_template = '%Q_{rev}';
SELECT pg_temp.refusal('SELECT migrate.file_name(''aaaa0001'')');
SET migrate.file_template = '{rev}%';
SELECT pg_temp.refusal('SELECT migrate.file_name(''aaaa0001'')');
SET migrate.file_template = '../{rev}';
SELECT pg_temp.refusal('SELECT migrate.file_name(''aaaa0001'')');
RESET migrate.file_template;
SELECT pg_temp.refusal('SELECT migrate.file_name(''base'')');
SELECT pg_temp.refusal('SELECT migrate.file_text(''zzzz'')');

-- names that a file system might take for something else, and long messages
INSERT INTO migrate.revisions (revision, message, created_at) VALUES
	('../../etc/passwd', 'x/y\z', '2025-01-01 00:00+00'), ('.hidden', '', '2025-12-31 23:59:59+00'),
	('a "b", c', 'one two three four five six seven eight nine ten eleven twelve', '2024-02-29 00:00+00'),
	('word', repeat('x', 300), '1999-12-31 00:00+00');
SELECT migrate.file_name(revision) FROM migrate.revisions ORDER BY revision;

-- the way there and back is exact, whatever the scripts hold
TRUNCATE migrate.revisions;
INSERT INTO migrate.revisions (revision, down_revision, depends_on, branch_label, message, upgrade, downgrade, verify, transactional) VALUES
	('plain', '{}', '{}', '{}', 'plain', 'SELECT 1;', 'SELECT 2;', 'SELECT 3;', true),
	('empty', '{plain}', '{}', '{}', '', '', '', '', true),
	('none', '{empty}', '{}', '{}', 'nothing yet', NULL, NULL, NULL, true),
	('one way', '{none}', '{}', '{way,"x, y"}', 'no way back', 'SELECT 1', NULL, NULL, true),
	('verified', '{"one way"}', '{}', '{}', 'no way back, but verified', 'SELECT 1', NULL, 'SELECT 2', false),
	('ends', '{verified}', '{}', '{}', E' many\n\nlines \n', E'\n\n  SELECT 1;  \n\n\n', E'\n', E' ', true),
	('markers', '{ends}', '{}', '{}', '-- migrate:up', E'SELECT 1;\n-- migrate:up\nSELECT 2;\n-- migrate:end end\n', E'-- migrate:down', E'--migrate:bogus\n-- Migrate:UP x:y', true),
	('comments', '{markers}', '{}', '{}', 'comments', E'-- revision: x\n-- migrate:lint-ignore rule reason\n-- migrate: the rows\nSELECT 1', E'-- unknown: key', '-- ', true),
	('returns', '{comments}', '{}', '{}', E'a\rb\r', E'SELECT 1;\r\nSELECT 2;\r\n', E'\r', E'SELECT 1;\r\n\r\n', true),
	('a "b", c', '{returns}', '{}', '{" z","\"q\""}', $$it's 100% "quoted" {rev} \ ä€😀$$, 'SELECT $$ä€😀$$', '\', '$1', true),
	('side', '{plain}', '{"a \"b\", c","x, y"}', '{}', 'side', 'SELECT 1', '', NULL, true),
	('joined', '{side,"a \"b\", c"}', '{}', '{}', 'joined', NULL, NULL, NULL, true);
UPDATE migrate.revisions SET created_at = '2025-01-01 00:00+00';
CREATE TEMP TABLE kept AS SELECT *, migrate.file_name(revision) AS name, migrate.file_text(revision) AS text FROM migrate.revisions;
SELECT text FROM kept WHERE revision IN ('empty', 'none', 'markers', 'side');
CREATE FUNCTION pg_temp.push(crlf boolean DEFAULT false) RETURNS TABLE (action text, n bigint) LANGUAGE sql AS $$
	SELECT action, count(*) FROM migrate.add_files((SELECT array_agg(name ORDER BY name) FROM kept),
		(SELECT array_agg(CASE WHEN crlf AND revision <> 'returns' THEN replace(text, E'\n', E'\r\n') ELSE text END ORDER BY name) FROM kept))
	GROUP BY 1 ORDER BY 1
$$;
SELECT * FROM pg_temp.push();
TRUNCATE migrate.revisions;
SELECT * FROM pg_temp.push();
SELECT count(*) FROM kept k JOIN migrate.revisions r USING (revision, down_revision, depends_on, branch_label, message, transactional, digest, created_at)
	WHERE r.upgrade IS NOT DISTINCT FROM k.upgrade AND r.downgrade IS NOT DISTINCT FROM k.downgrade AND r.verify IS NOT DISTINCT FROM k.verify
		AND migrate.file_text(revision) = k.text;
-- white space at line ends and their style are no change; nothing is locked or written for nothing
BEGIN;
SELECT * FROM pg_temp.push(true);
SELECT count(*) FROM pg_locks WHERE relation = 'migrate.revisions'::regclass AND mode LIKE '%Exclusive%' AND pid = pg_backend_pid();
COMMIT;
BEGIN READ ONLY;
SELECT * FROM pg_temp.push();
SELECT pg_temp.refusal('SELECT migrate.add_file(''1_x.sql'', ''-- migrate:up'')');
COMMIT;
SELECT count(*) FROM kept k JOIN migrate.revisions r USING (revision, digest);

-- what is not applied is updated, parents too; an upgrade that is none yet is filled
SELECT migrate.add_file('x', E'-- revision: joined\n-- revises: side, "a ""b"", c"\n-- message: joined well\n-- transactional: off\n-- branch labels: j\n-- migrate:up\nSELECT 7');
SELECT message, upgrade, downgrade, transactional, branch_label FROM migrate.revisions WHERE revision = 'joined';
SELECT migrate.add_file('x', E'-- revision: joined\n-- revises: side\n-- depends on: way\n-- message: moved');
SELECT down_revision, depends_on, message FROM migrate.revisions WHERE revision = 'joined';

-- what is applied stays: the difference is shown; its message and its labels may change
SELECT count(*) FROM migrate.stamp('markers');
SELECT pg_temp.refusal($$SELECT migrate.add_file('m.sql', replace(text, 'SELECT 2', 'SELECT 3')) FROM kept WHERE revision = 'markers'$$);
SELECT pg_temp.refusal($$SELECT migrate.add_file('m.sql', replace(text, 'revises: ends', 'revises: plain')) FROM kept WHERE revision = 'markers'$$);
SELECT pg_temp.refusal($$SELECT migrate.add_file('m.sql', E'-- revision: plain\n-- revises:\n-- message: plain\n-- migrate:up\nSELECT 1;\n-- migrate:verify\nSELECT 3;')$$);
SELECT split_part(pg_temp.refusal($$SELECT count(*) FROM migrate.add_files((SELECT array_agg(name) FROM kept), (SELECT array_agg(text || 'SELECT 4') FROM kept))$$), E'\n', 1);
SELECT migrate.add_file('m.sql', replace(text, '-- migrate:up' || E'\n-- migrate', E'again\n-- branch labels: mark\n-- migrate')) FROM kept WHERE revision = 'plain';
SELECT migrate.add_file('m.sql', replace(text, 'message: plain', E'message: simple\n-- branch labels: mark')) FROM kept WHERE revision = 'plain';
SELECT message, branch_label FROM migrate.revisions WHERE revision = 'plain';
SELECT count(*) FROM migrate.stamp('base');

-- dbmate's files: the version is in the name, each follows the one before it
TRUNCATE migrate.revisions;
SELECT * FROM migrate.add_files('{db/migrations/20200102_posts.sql,db/migrations/20200101_create_users.sql,db/migrations/20200103.sql}', ARRAY[
	E'-- migrate:up\nCREATE TABLE posts ();\n\n-- migrate:down\nDROP TABLE posts;\n',
	E'-- Note: the first\n\n--migrate:up transaction:false\nCREATE INDEX CONCURRENTLY ON users (id);\n-- migrate:down\n',
	E'-- migrate:up\nSELECT 3;']);
SELECT revision, down_revision, message, transactional, upgrade, downgrade IS NULL, downgrade FROM migrate.revisions ORDER BY 1;
-- an older one that comes later still goes on top
SELECT migrate.add_file('20190101_late.sql', '-- migrate:up'), migrate.add_file('20200102_posts.sql', '-- migrate:up');
SELECT revision, down_revision, upgrade FROM migrate.revisions ORDER BY 1;
SELECT migrate.revision('second head', rev_id => 'aaaa0002', head => 'base');
SELECT pg_temp.refusal('SELECT migrate.add_file(''20200104_x.sql'', ''-- migrate:up'')');
SELECT migrate.add_file('20200103_x.sql', E'-- migrate:up\nSELECT 4');

-- parts of the model: those that went are removed when the whole set comes
SELECT migrate.add_file('model/10_a.sql', 'CREATE TABLE a ();'), migrate.add_file('db/model/20_b.sql', 'CREATE TABLE b ();');
SELECT migrate.add_file('model/10_a.sql', E'CREATE TABLE a (); \r\n');
SELECT migrate.set_model('CREATE TABLE by_hand ();', 'by hand');
SELECT * FROM migrate.add_files('{model/20_b.sql,model/30_c.sql,remodel/1_x.sql}', '{CREATE TABLE b (id int);,CREATE TABLE c ();,-- migrate:up}') WHERE revision IS NULL;
SELECT pg_temp.refusal('SELECT count(*) FROM migrate.add_files(''{model/20_b.sql,model/30_c.sql,remodel/5_x.sql}'', ''{CREATE TABLE b (id int);,CREATE TABLE c ();,-- migrate:up}'')');
SELECT migrate.merge('{heads}', rev_id => 'aaaa0003');
SELECT * FROM migrate.add_files('{model/20_b.sql,model/30_c.sql,remodel/5_x.sql}', '{CREATE TABLE b (id int);,CREATE TABLE c ();,-- migrate:up}');
SELECT * FROM migrate.add_files('{}', '{}');
SELECT name, ddl FROM migrate.model_parts ORDER BY 1;

-- what does not parse is said, and stored all the same
RESET client_min_messages;
SELECT migrate.add_file('6_x.sql', E'-- migrate:up\nSELECT 1;\nSELEC 2;');
SET client_min_messages = warning;

SELECT pg_temp.refusal('SELECT migrate.add_files(''{a}'', ''{}'')');
SELECT pg_temp.refusal('SELECT migrate.add_files(''{a}'', ''{NULL}'')');
SELECT pg_temp.refusal('SELECT migrate.add_files(''{}'', ''{}'', ''nonesuch'')');

TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal, migrate.model_parts;
