-- Authoring: revision, merge, edit, remove, and what they refuse.
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

-- an id is made of 12 hex digits unless one is given
SELECT migrate.revision('made') ~ '^[0-9a-f]{12}$';
SELECT migrate.remove('head');
SELECT migrate.revision('create users', 'CREATE TABLE users (id int)', 'DROP TABLE users', rev_id => 'aaaa0001');
SELECT migrate.revision('create posts', 'CREATE TABLE posts (id int)', 'DROP TABLE posts',
	verify => 'SELECT FROM posts', rev_id => 'aaaa0002');
SELECT revision, down_revision, message, upgrade, downgrade, verify, transactional, digest
	FROM migrate.revisions ORDER BY revision;

-- all three texts go into the digest, each on its own, and none is not empty
SELECT count(DISTINCT digest) FROM (VALUES (migrate.digest('a', 'b', 'c')), (migrate.digest('ab', '', 'c')),
	(migrate.digest('a', 'b', NULL)), (migrate.digest('a', 'b', '')), (migrate.digest(NULL, 'b', ''))) v(digest);
SELECT migrate.digest('ä', NULL, '') =
	sha256('\x01' || int8send(2) || convert_to('ä', 'UTF8') || '\x00' || int8send(0) || '\x01' || int8send(0));

-- nothing to run yet; an upgrade without a way back; an empty way back
SELECT migrate.revision('to be filled', rev_id => 'aaaa0003');
SELECT migrate.revision('no way back', 'DELETE FROM users', rev_id => 'aaaa0004');
SELECT migrate.revision('nothing to undo', 'DELETE FROM users', '', rev_id => 'aaaa0005');
SELECT migrate.revision(NULL, rev_id => 'aaaa0006');
SELECT message FROM migrate.revisions WHERE revision = 'aaaa0006';

-- what will stop it later is said now
SELECT migrate.revision('typo', 'SELECT 1; SELEC 2', '', rev_id => 'aaaa0007');

-- what cannot be run as it is stored is not
SELECT migrate.revision('concurrently', E'SELECT 1;\nCREATE INDEX CONCURRENTLY ON users (id)', '', rev_id => 'aaaa0008');
SELECT migrate.revision('concurrently', 'SELECT 1', 'DROP INDEX CONCURRENTLY users_id', rev_id => 'aaaa0008');
SELECT migrate.revision('concurrently', 'SELECT 1', '', 'VACUUM users', rev_id => 'aaaa0008', transactional => false);
SELECT migrate.revision('concurrently', 'SELECT 1', '', rev_id => 'aaaa0008');
SELECT migrate.edit('aaaa0008', 'CREATE INDEX CONCURRENTLY ON users (id)');
SELECT migrate.remove('aaaa0008');
SELECT migrate.revision('concurrently', 'CREATE INDEX CONCURRENTLY ON users (id)', '', rev_id => 'aaaa0008', transactional => false);
SELECT migrate.edit('aaaa0008', downgrade => 'DROP INDEX CONCURRENTLY users_id');

-- names that cannot be told from targets, or told at all
SELECT pg_temp.refusal(format('SELECT migrate.revision(''x'', rev_id => %L)', name))
	FROM unnest(ARRAY['', '  ', 'head', 'heads', 'base', 'current', 'a@b', 'a+1', '-a', 'a:b', E'a\nb', repeat('x', 256)]) name;
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', branch_label => ''{head}'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', branch_label => ''{a@b}'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', branch_label => ''{NULL}'')');
SELECT split_part(pg_temp.refusal($$INSERT INTO migrate.revisions (revision, message) VALUES ('a@b', '')$$), E'\n', 1);
-- and names that only look dangerous
SELECT migrate.revision($$it's; "DROP" $$, rev_id => $$x'y"z\ $1 %s$$);
SELECT migrate.resolve($$x'y"z\ $1 %s$$), migrate.resolve('x''y"');
SELECT migrate.remove($$x'y"z\ $1 %s$$);

-- one name means one revision
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', rev_id => ''aaaa0001'')');
SELECT migrate.edit('aaaa0003', message => 'filled', upgrade => 'SELECT 3', downgrade => 'SELECT -3', verify => 'SELECT true');
SELECT message, upgrade, downgrade, verify FROM migrate.revisions WHERE revision = 'aaaa0003';
SELECT migrate.edit('aaaa0003', message => 'filled well');
SELECT message, upgrade, downgrade, verify FROM migrate.revisions WHERE revision = 'aaaa0003';

-- parents: a head; with splice any; a base of its own; several
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''aaaa0002'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''aaaa'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''zzzz'')');
SELECT migrate.revision('side', rev_id => 'bbbb0001', head => 'aaaa0002', splice => true, branch_label => '{side}');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''nope@head'')');
SELECT migrate.revision('more of it', rev_id => 'bbbb0002', head => 'side@head');
SELECT migrate.revision('alone', rev_id => 'cccc0001', head => 'base', branch_label => '{alone,lonely}', depends_on => '{side,aaaa0004}');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', branch_label => ''{side}'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''alone@head'', rev_id => ''side'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''alone@head'', branch_label => ''{side}'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''alone@head'', branch_label => ''{aaaa0001}'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''alone@head'', branch_label => ''{new,new}'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''alone@head'', depends_on => ''{zzzz}'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''alone@head'', depends_on => ''{base}'')');
SELECT pg_temp.refusal('SELECT migrate.revision(''x'', head => ''bbbb0002, bbbb0002'')');
SELECT revision, down_revision, depends_on, branch_label FROM migrate.revisions WHERE revision > 'b' ORDER BY revision;

-- merging
SELECT pg_temp.refusal('SELECT migrate.merge(''{side@head}'')');
SELECT pg_temp.refusal('SELECT migrate.merge(''{}'')');
SELECT pg_temp.refusal('SELECT migrate.merge(''{bbbb0001,aaaa0008}'')');
SELECT migrate.merge('{side@head,aaaa0008}', rev_id => 'dddd0001');
SELECT migrate.merge('{heads}', 'all of it', rev_id => 'dddd0002', branch_label => '{all}');
SELECT revision, down_revision, message, branch_label FROM migrate.revisions WHERE revision > 'd' ORDER BY revision;

-- removing: nothing that others follow or depend on
SELECT pg_temp.refusal('SELECT migrate.remove(''dddd0001'')');
SELECT pg_temp.refusal('SELECT migrate.remove(''base'')');
SELECT pg_temp.refusal('SELECT migrate.remove(''zzzz'')');
SELECT migrate.remove('all');
SELECT migrate.remove('dddd');
SELECT migrate.remove('side@head');
SELECT pg_temp.refusal('SELECT migrate.remove(''bbbb0001'')');
SELECT migrate.remove('alone');
SELECT migrate.remove('bbbb0001');

-- what is applied stays as it was; its message may change
SELECT count(*) FROM migrate.stamp('aaaa0002');
SELECT pg_temp.refusal('SELECT migrate.edit(''aaaa0001'', ''SELECT 1'')');
SELECT pg_temp.refusal('SELECT migrate.edit(''aaaa0001'', downgrade => ''SELECT 1'')');
SELECT pg_temp.refusal('SELECT migrate.edit(''aaaa0001'', verify => ''SELECT 1'')');
SELECT migrate.edit('aaaa0001', message => 'create the users');
SELECT message, upgrade FROM migrate.revisions WHERE revision = 'aaaa0001';
SELECT count(*) FROM migrate.stamp('aaaa0008');
SELECT pg_temp.refusal('SELECT migrate.remove(''aaaa0008'')');
SELECT count(*) FROM migrate.stamp('base');

-- in a transaction that may not write
BEGIN READ ONLY;
SELECT count(*) FROM migrate.history();
SELECT pg_temp.refusal(command) FROM unnest(ARRAY[
	'SELECT migrate.revision(''x'')', 'SELECT migrate.merge(''{heads}'')', 'SELECT migrate.edit(''aaaa0001'')',
	'SELECT migrate.remove(''aaaa0001'')', 'SELECT migrate.stamp(''head'')']) command;
COMMIT;

-- a downgrade that was derived follows its upgrade; one that was written stays
SET migrate.derive_downgrades = on;
SELECT migrate.revision('derived', 'CREATE TABLE authoring_one ()', rev_id => 'eeee0001', head => 'base');
SELECT downgrade, derived FROM migrate.revisions WHERE revision = 'eeee0001';
SELECT migrate.edit('eeee0001', 'CREATE TABLE authoring_two ()');
SELECT downgrade, derived FROM migrate.revisions WHERE revision = 'eeee0001';
SELECT migrate.edit('eeee0001', downgrade => '-- by hand');
SELECT migrate.edit('eeee0001', 'CREATE TABLE authoring_three ()');
SELECT downgrade, derived FROM migrate.revisions WHERE revision = 'eeee0001';
SELECT migrate.revision('later', rev_id => 'eeee0002', head => 'eeee0001');
SELECT migrate.edit('eeee0002', 'CREATE TABLE authoring_four ()');
SELECT downgrade, derived FROM migrate.revisions WHERE revision = 'eeee0002';
RESET migrate.derive_downgrades;

SELECT pg_temp.refusal('SELECT migrate.edit(NULL)');
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
