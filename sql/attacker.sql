-- Whoever owns a schema may have it managed, and writes the model of it.  What
-- that can reach of others is tried here: nothing may run as somebody else.
CREATE ROLE mallory;
CREATE ROLE keeper;
SELECT migrate.grant_access('mallory', 'authoring');
GRANT INSERT, DELETE ON migrate.model_cache TO mallory;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO mallory, keeper', current_database()); END $$;
CREATE FOREIGN DATA WRAPPER couriers;
CREATE SCHEMA common;
CREATE EXTENSION citext SCHEMA common;
GRANT USAGE ON FOREIGN DATA WRAPPER couriers TO mallory, keeper;

-- What others have left for everybody to call: it runs as the one who made it.
SET ROLE keeper;
CREATE SCHEMA vault;
GRANT USAGE ON SCHEMA vault TO PUBLIC;
CREATE SERVER backoffice FOREIGN DATA WRAPPER couriers OPTIONS (host 'backoffice');
CREATE FUNCTION vault.whom() RETURNS text LANGUAGE sql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	AS 'SELECT srvoptions::text FROM pg_foreign_server WHERE srvname = ''backoffice''';
CREATE TYPE vault.card AS (number text);
CREATE FUNCTION vault.mask(vault.card) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'xxxx' $$;
CREATE CAST (vault.card AS text) WITH FUNCTION vault.mask(vault.card);
CREATE FUNCTION vault.shown() RETURNS text LANGUAGE sql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	AS $$ SELECT ROW('4711')::vault.card::text $$;
ALTER DEFAULT PRIVILEGES FOR ROLE keeper REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
RESET ROLE;

CREATE FUNCTION public.tripwire() RETURNS event_trigger LANGUAGE plpgsql AS
	$$ BEGIN RAISE WARNING 'tripwire: %', tg_tag; END $$;
CREATE EVENT TRIGGER tripwire ON ddl_command_start EXECUTE FUNCTION public.tripwire();
ALTER EVENT TRIGGER tripwire DISABLE;

-- Her own.  SET ROLE would leave her the rights of the session's user.
SET SESSION AUTHORIZATION mallory;
CREATE SCHEMA own;
SET migrate.schemas = 'own';
\set VERBOSITY terse

-- A server and a cast stay what they are for those who rely on them.
SELECT migrate.set_model($$
	CREATE SCHEMA own;
	CREATE SERVER backoffice FOREIGN DATA WRAPPER couriers OPTIONS (host 'mallory');
$$);
SELECT migrate.diff();
SELECT migrate.set_model($$
	CREATE SCHEMA own;
	DO $do$ BEGIN RAISE NOTICE '% %', vault.whom(), vault.shown(); END $do$;
$$);
SELECT statement FROM migrate.diff();
-- Neither they nor the privileges that others give by default are hers to compare.
SELECT migrate."check"();
SELECT kind, object FROM migrate.diff('live', 'base');

-- Nor are the rights of others to be had by asking for them.
CREATE FUNCTION pg_temp.try(model text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM migrate.set_model(model);
	PERFORM migrate.diff();
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate;
END $$;
\pset format unaligned
SELECT pg_temp.try(statement), statement FROM unnest(ARRAY[
	'SET ROLE keeper',
	'DO $do$ BEGIN PERFORM set_config(''role'', ''keeper'', false); END $do$',
	'SELECT set_config(''role'', ''keeper'', true)',
	'ALTER SYSTEM SET log_statement = ''all''',
	'DO $do$ BEGIN EXECUTE ''ALTER SYSTEM SET log_statement = ''''all''''''; END $do$',
	'COPY pg_authid TO ''/tmp/pg_authid''',
	'COPY (SELECT 1) TO PROGRAM ''true''',
	'DO $do$ BEGIN EXECUTE ''COPY (SELECT 1) TO PROGRAM ''''true''''''; END $do$',
	'ALTER ROLE mallory SUPERUSER',
	'GRANT keeper TO mallory',
	'CREATE ROLE helper',
	'CREATE TABLESPACE t LOCATION ''/tmp''',
	'CREATE DATABASE d',
	'PREPARE p AS SELECT 1',
	'DECLARE c CURSOR WITH HOLD FOR SELECT 1',
	'LISTEN l', 'NOTIFY l', 'LOAD ''plpgsql''', 'DISCARD ALL', 'VACUUM', 'CALL p()', 'EXPLAIN ANALYZE SELECT 1',
	'SAVEPOINT s', 'ROLLBACK', 'PREPARE TRANSACTION ''t''',
	'DO $do$ BEGIN COMMIT; END $do$',
	'DO $do$ BEGIN ROLLBACK; END $do$',
	'SELECT vault.whom()', 'WITH w AS (DELETE FROM migrate.model_parts) SELECT set_config(''role'', ''keeper'', true)',
	'INSERT INTO migrate.applied DEFAULT VALUES',
	'CREATE SCHEMA own AUTHORIZATION keeper',
	'CREATE SCHEMA own; ALTER SCHEMA own OWNER TO keeper',
	'CREATE SCHEMA own; CREATE FUNCTION own.f() RETURNS void LANGUAGE sql SECURITY DEFINER AS ''''; ALTER FUNCTION own.f() OWNER TO keeper',
	'CREATE FUNCTION vault.mask(text) RETURNS text LANGUAGE sql AS ''''',
	'CREATE OR REPLACE FUNCTION vault.mask(vault.card) RETURNS text LANGUAGE sql AS ''SELECT 1''',
	'CREATE FUNCTION pg_catalog.mine() RETURNS text LANGUAGE sql AS ''''',
	'CREATE SCHEMA own; CREATE FUNCTION own.f() RETURNS void LANGUAGE c AS ''nothing''',
	'CREATE CAST (vault.card AS integer) WITH INOUT',
	'DROP CAST (vault.card AS text)',
	'DROP SERVER backoffice',
	'ALTER SERVER backoffice OPTIONS (SET host ''mallory'')',
	'CREATE USER MAPPING FOR keeper SERVER backoffice',
	'CREATE SCHEMA own; CREATE FUNCTION own.e() RETURNS event_trigger LANGUAGE plpgsql AS ''BEGIN END'';'
	' CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION own.e()',
	'ALTER EVENT TRIGGER tripwire ENABLE',
	'DROP EVENT TRIGGER tripwire',
	'ALTER DEFAULT PRIVILEGES FOR ROLE keeper GRANT ALL ON TABLES TO mallory',
	'CREATE PUBLICATION everything FOR ALL TABLES',
	'CREATE SCHEMA own; CREATE EXTENSION migrate SCHEMA own',
	'CREATE SCHEMA own; CREATE EXTENSION citext SCHEMA own',
	'CREATE EXTENSION citext SCHEMA vault',
	'CREATE EXTENSION citext',
	'DROP EXTENSION citext',
	'ALTER EXTENSION migrate DROP FUNCTION migrate."check"()',
	'DROP EXTENSION migrate CASCADE',
	'DROP SCHEMA vault CASCADE',
	'DROP OWNED BY keeper',
	'DO $do$ BEGIN UPDATE pg_namespace SET nspname = ''vault''; END $do$',
	'DO $do$ BEGIN PERFORM set_config(''migrate.schemas'', ''public'', true), migrate.diff(); END $do$',
	'DO $do$ BEGIN PERFORM set_config(''migrate.schemas'', ''vault'', true), migrate.diff(); END $do$'
]) statement;
\pset format aligned

-- Code of hers that takes the place of the server's is not met by ours.
SELECT migrate.set_model($$
	CREATE SCHEMA own;
	CREATE FUNCTION own.trap() RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
		'BEGIN RAISE WARNING ''trap runs as %'', current_user; RETURN true; END';
	CREATE FUNCTION own.equals(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT own.trap()';
	CREATE OPERATOR own.= (LEFTARG = text, RIGHTARG = text, FUNCTION = own.equals);
	CREATE FUNCTION own.equals(oid, oid) RETURNS boolean LANGUAGE sql AS 'SELECT own.trap()';
	CREATE OPERATOR own.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = own.equals);
	CREATE FUNCTION own.quote_ident(name) RETURNS text LANGUAGE sql AS 'SELECT own.trap()::text';
	CREATE FUNCTION own.format_type(oid, integer) RETURNS text LANGUAGE sql AS 'SELECT own.trap()::text';
	CREATE VIEW own.pg_class AS SELECT own.trap() AS oid;
	SET search_path = own, pg_catalog;
	CREATE TABLE own.t (a integer);
$$);
SELECT kind, object FROM migrate.diff();

-- What is live is read, and not run, also for a superuser.
CREATE FUNCTION own.trap() RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
	'BEGIN RAISE WARNING ''trap runs as %'', current_user; RETURN true; END';
CREATE FUNCTION own.trap_trigger() RETURNS trigger LANGUAGE plpgsql AS
	'BEGIN PERFORM own.trap(); RETURN NEW; END';
CREATE FUNCTION own.trap(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT own.trap()';
CREATE OPERATOR own.= (LEFTARG = text, RIGHTARG = text, FUNCTION = own.trap);
SET client_min_messages = error;
CREATE DOMAIN own.d AS boolean DEFAULT own.trap() CHECK (own.trap());
CREATE TABLE own.t (
	a boolean DEFAULT own.trap() CHECK (own.trap()),
	b boolean GENERATED ALWAYS AS (a OR own.trap()) STORED,
	c own.d
);
CREATE INDEX t_trap ON own.t ((own.trap())) WHERE own.trap();
CREATE STATISTICS own.t_stat ON (own.trap()), a FROM own.t;
CREATE TRIGGER t BEFORE INSERT ON own.t FOR EACH ROW WHEN (own.trap()) EXECUTE FUNCTION own.trap_trigger();
CREATE RULE r AS ON DELETE TO own.t WHERE own.trap() DO INSTEAD SELECT own.trap();
CREATE POLICY p ON own.t USING (own.trap());
CREATE VIEW own.v AS SELECT own.trap();
CREATE MATERIALIZED VIEW own.m AS SELECT own.trap();
CREATE TABLE own.parts (a boolean) PARTITION BY LIST ((a AND own.trap()));
CREATE TABLE own.part PARTITION OF own.parts FOR VALUES IN (own.trap());
RESET client_min_messages;
SELECT migrate.set_model('CREATE SCHEMA own AUTHORIZATION mallory');
RESET SESSION AUTHORIZATION;
SELECT count(*) > 10 AS seen FROM migrate.diff();
SELECT count(*) > 10 AS seen FROM migrate.diff('base', 'live');
SELECT count(*) FROM migrate.drift();
SELECT migrate."check"();

-- A name with a line end in it is not the end of a comment.
RESET migrate.schemas;
SELECT migrate.revision('first', E'CREATE TABLE public."x\nCREATE ROLE pwned SUPERUSER; --" ("c\n\rCREATE ROLE pwned; --" int)', rev_id => 'first');
SELECT migrate.revision(E'second\nCREATE ROLE pwned', E'DROP TABLE public."x\nCREATE ROLE pwned SUPERUSER; --"', rev_id => 'second');
SELECT downgrade FROM migrate.revisions WHERE revision = 'second';
SELECT count(*) FROM migrate.upgrade('head');
SELECT count(*) FROM migrate.downgrade('base');
SELECT rolname FROM pg_roles WHERE rolname = 'pwned';
SELECT migrate.remove('second');
SELECT migrate.remove('first');

-- Event triggers are not set off from within a DO either.
ALTER EVENT TRIGGER tripwire ENABLE;
SELECT migrate.set_model('DO $do$ BEGIN EXECUTE ''CREATE TABLE public.made (a int)''; END $do$');
SELECT kind, object FROM migrate.diff() WHERE kind = 'table';
ALTER EVENT TRIGGER tripwire DISABLE;

-- The server's own schemas are not another's state.
SELECT migrate.diff('schema:pg_catalog', 'live');

DROP EVENT TRIGGER tripwire;
DROP FUNCTION public.tripwire();
SELECT migrate.set_model(NULL);
REVOKE ALL ON migrate.model_cache FROM mallory;
SELECT migrate.revoke_access('mallory');
SET client_min_messages = error;
DROP OWNED BY mallory, keeper CASCADE;
DROP SCHEMA common CASCADE;
DROP FOREIGN DATA WRAPPER couriers;
DROP ROLE mallory, keeper;
