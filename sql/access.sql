-- Rights: nothing for PUBLIC, three accesses, and what hostile callers try.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
CREATE ROLE regress_migrate_reader;
CREATE ROLE "regress_migrate ""author""; DROP";
CREATE ROLE regress_migrate_runner;
CREATE ROLE regress_migrate_nobody;

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

-- PUBLIC has nothing in the schema
SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'migrate'::regnamespace
	AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0));
SELECT c.oid::regclass FROM pg_class c, aclexplode(c.relacl) a
	WHERE c.relnamespace = 'migrate'::regnamespace AND a.grantee = 0;
SELECT count(*) FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'migrate' AND a.grantee = 0;
SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'migrate'::regnamespace AND prosecdef;

-- everything says what it is for
SELECT p.oid::regprocedure FROM pg_proc p
	WHERE p.pronamespace = 'migrate'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL;
SELECT c.oid::regclass FROM pg_class c
	WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind IN ('r', 'v') AND obj_description(c.oid, 'pg_class') IS NULL;

SELECT migrate.grant_access('regress_migrate_reader', 'reading');
SELECT migrate.grant_access('"regress_migrate ""author""; DROP"', 'authoring');
SELECT migrate.grant_access('regress_migrate_runner', 'running');
SELECT pg_temp.refusal('SELECT migrate.grant_access(''regress_migrate_reader'', ''everything'')');
SELECT pg_temp.refusal('SELECT migrate.grant_access(''-'', ''reading'')');
SELECT pg_temp.refusal('SELECT migrate.grant_access(''regress_migrate_missing'', ''reading'')');

-- what no access gives: the accesses themselves, and what only a trigger calls
SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'migrate'::regnamespace
	AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner) ORDER BY 1;

\o /dev/null
SELECT migrate.revision('one', 'CREATE TABLE migrate_rights_one ()', 'DROP TABLE migrate_rights_one', rev_id => 'aaaa0001');
\o
GRANT CREATE ON SCHEMA public TO regress_migrate_runner;
CREATE FUNCTION pg_temp.try_all() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT split_part(command, '(', 1) || ' ' || pg_temp.refusal(command) FROM unnest(ARRAY[
		'SELECT migrate.current()', 'SELECT migrate.history()', 'SELECT migrate.heads()', 'SELECT migrate.show(''head'')',
		'SELECT migrate.plan()', 'SELECT migrate.resolve(''head'')', 'SELECT migrate.graph()', 'SELECT migrate.settings()',
		'SELECT FROM migrate.log', 'SELECT migrate.revision(''two'', rev_id => ''aaaa0002'')',
		'SELECT migrate.edit(''aaaa0002'', ''SELECT 2'', '''')', 'SELECT migrate.remove(''aaaa0002'')', 'SELECT migrate.merge(''{heads}'')',
		'SELECT migrate.upgrade()', 'SELECT migrate.downgrade(''base'')', 'SELECT migrate.stamp(''head'')', 'SELECT migrate.stamp(''base'')',
		'SELECT migrate.grant_access(''regress_migrate_nobody'', ''reading'')', 'SELECT migrate.revoke_access(''regress_migrate_reader'')',
		'INSERT INTO migrate.revisions (revision, message) VALUES (''x'', ''(x'')', 'UPDATE migrate.revisions SET revision = ''y''',
		'DELETE FROM migrate.journal', 'TRUNCATE migrate.revisions']) command
$$;
SET ROLE regress_migrate_nobody;
SELECT pg_temp.try_all();
SET ROLE regress_migrate_reader;
SELECT pg_temp.try_all();
SET ROLE "regress_migrate ""author""; DROP";
SELECT pg_temp.try_all();
RESET ROLE;
DELETE FROM migrate.revisions WHERE revision = 'x';
SET ROLE regress_migrate_runner;
SELECT pg_temp.try_all();
RESET ROLE;

-- scripts run with the rights of who runs them, not of who wrote them
\o /dev/null
SELECT migrate.revision('grab', 'ALTER ROLE regress_migrate_runner SUPERUSER', '', rev_id => 'aaaa0002');
\o
SET ROLE regress_migrate_runner;
SELECT pg_temp.refusal('SELECT migrate.upgrade()') ~ '^42501';
RESET ROLE;

-- a search_path, operators and functions of somebody's own are never found
CREATE SCHEMA regress_migrate_hostile;
CREATE FUNCTION regress_migrate_hostile.scream(text, text) RETURNS boolean LANGUAGE plpgsql AS
	$$BEGIN RAISE EXCEPTION 'operator found'; END$$;
CREATE OPERATOR regress_migrate_hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = regress_migrate_hostile.scream);
CREATE OPERATOR regress_migrate_hostile.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = regress_migrate_hostile.scream);
CREATE FUNCTION regress_migrate_hostile.array_to_string(text[], text) RETURNS text LANGUAGE plpgsql AS
	$$BEGIN RAISE EXCEPTION 'function found'; END$$;
CREATE FUNCTION regress_migrate_hostile.starts_with(text, text) RETURNS boolean LANGUAGE plpgsql AS
	$$BEGIN RAISE EXCEPTION 'function found'; END$$;
CREATE FUNCTION regress_migrate_hostile.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS
	$$BEGIN RAISE EXCEPTION 'function found'; END$$;
CREATE TABLE regress_migrate_hostile.revisions (revision text);
\c
CREATE TEMP TABLE marks (revision text);
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
SET search_path = regress_migrate_hostile, pg_catalog;
\o /dev/null
SELECT migrate.revision('three', '', '', rev_id => 'aaaa0003');
SELECT migrate.edit('aaaa0003', message => 'tres');
SELECT migrate.stamp('head');
SELECT migrate.graph(), migrate.show('head'), migrate.settings(), migrate.resolve('head');
SELECT log FROM migrate.log;
SELECT migrate.grant_access('regress_migrate_nobody', 'running');
SELECT migrate.revoke_access('regress_migrate_nobody');
\o
SELECT revision, message FROM migrate.history() ORDER BY created_at;
SELECT revision FROM migrate.current();
SHOW search_path;
RESET search_path;

-- and all is taken back
SELECT migrate.revoke_access(role::regrole) FROM unnest(ARRAY['regress_migrate_reader', '"regress_migrate ""author""; DROP"', 'regress_migrate_runner']) role;
SELECT count(*) FROM pg_proc p, aclexplode(p.proacl) a WHERE p.pronamespace = 'migrate'::regnamespace AND a.grantee <> p.proowner;
SELECT count(*) FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'migrate'::regnamespace AND a.grantee <> c.relowner;
REVOKE CREATE ON SCHEMA public FROM regress_migrate_runner;
DROP SCHEMA regress_migrate_hostile CASCADE;
DROP ROLE regress_migrate_reader, "regress_migrate ""author""; DROP", regress_migrate_runner, regress_migrate_nobody;
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
