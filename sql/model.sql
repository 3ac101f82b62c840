-- The model: the desired state as DDL, and what differs from it.
\set VERBOSITY terse

-- without one there is nothing to compare with
SELECT migrate.model() IS NULL AS no_model;
SELECT migrate.check();
SELECT * FROM migrate.diff();
SELECT migrate.set_model('CREATE TABLE x ()', NULL);

-- the step in CI lists what is pending
SELECT migrate.set_model('CREATE TABLE thing (id bigint PRIMARY KEY);', '10_tables');
\set VERBOSITY default
SELECT migrate.check();
\set VERBOSITY terse

-- parts are loaded in order of name
SELECT migrate.set_model('CREATE VIEW seen AS SELECT id FROM thing;', '20_views');
SELECT migrate.set_model('CREATE TABLE thing (id bigint PRIMARY KEY, name text NOT NULL DEFAULT ''?'');', '10_tables');
SELECT migrate.model();
SELECT step, action, kind, object, split_part(statement, E'\n', 1) AS starts, destructive FROM migrate.diff();
SELECT * FROM migrate.diff('model', 'base');

-- nothing of it is left behind, and the second reading comes from the cache
SELECT count(*) FROM pg_class WHERE relname IN ('thing', 'seen');
SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'migrate_hidden%';
SELECT what FROM migrate.model_cache ORDER BY 1;
SELECT count(*) FROM migrate.diff();
SELECT what FROM migrate.model_cache ORDER BY 1;

-- once it is there, nothing is left to do
CREATE TABLE thing (id bigint PRIMARY KEY, name text NOT NULL DEFAULT '?');
CREATE VIEW seen AS SELECT id FROM thing;
SELECT migrate.check();
SELECT count(*) FROM migrate.diff();

-- a part can be replaced and removed
SELECT migrate.set_model('CREATE TABLE thing (id bigint PRIMARY KEY, name varchar(40), since date NOT NULL);', '10_tables');
SELECT statement, destructive FROM migrate.diff();
SELECT statement, destructive FROM migrate.diff('model', 'live');
SELECT migrate.set_model(NULL, '20_views');
SELECT statement FROM migrate.diff() WHERE object = 'public.seen';

-- other states
SELECT statement FROM migrate.diff('live', 'base');
CREATE SCHEMA other;
CREATE TABLE other.thing (id bigint PRIMARY KEY);
SELECT statement FROM migrate.diff('live', 'schema:other');
SELECT * FROM migrate.diff('live', 'schema:nowhere');
SELECT * FROM migrate.diff('live', 'nonsense');
SET migrate.schemas = 'public, other';
SELECT * FROM migrate.diff('live', 'schema:other');
SET migrate.schemas = 'public, pg_catalog';
SELECT * FROM migrate.diff('live', 'base');
SET migrate.schemas = 'migrate';
SELECT * FROM migrate.diff('live', 'base');
SET migrate.schemas = '"';
SELECT * FROM migrate.diff('live', 'base');
RESET migrate.schemas;
DROP SCHEMA other CASCADE;

SELECT * FROM migrate.diff(NULL);
SELECT * FROM migrate.diff('live', NULL);

-- a model that does not load says which part, statement and line
\set VERBOSITY default
SELECT migrate.set_model(E'CREATE TABLE a ();\nCREATE TABEL b ();', 'bad');
SELECT * FROM migrate.diff();
SELECT migrate.set_model(E'CREATE TABLE a ();\n\nCREATE TABLE b (\n  c nonsense);', 'bad');
SELECT * FROM migrate.diff();
SELECT migrate.set_model('CREATE TABLE a (); COMMIT; DROP TABLE thing;', 'bad');
SELECT * FROM migrate.diff();
SELECT migrate.set_model('CREATE TABLE a (b int); INSERT INTO a VALUES (1);', 'bad');
SELECT * FROM migrate.diff();
SELECT migrate.set_model('SELECT pg_sleep(1000)', 'bad');
SELECT * FROM migrate.diff();
\set VERBOSITY terse

-- what pg_dump writes for psql is taken out
SELECT migrate.set_model(E'\\restrict abc\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config(''search_path'', '''', false);\nSET from_a_newer_server = 1;\nCREATE TABLE public.dumped (id integer);\n\\unrestrict abc\n', 'bad');
SELECT statement FROM migrate.diff() WHERE object = 'public.dumped';
SHOW search_path;

-- in a function, in a transaction that goes on
BEGIN;
SELECT count(*) > 0 AS differs FROM migrate.diff();
SELECT count(*) FROM thing;
COMMIT;

-- a read-only transaction reads
BEGIN READ ONLY;
SELECT count(*) > 0 AS differs FROM migrate.diff('live', 'model');
ROLLBACK;

-- who may: the owner of the managed schemas, who may create in the database
CREATE ROLE regress_migrate_stranger;
GRANT USAGE ON SCHEMA migrate TO regress_migrate_stranger;
GRANT EXECUTE ON FUNCTION migrate.diff, migrate.check TO regress_migrate_stranger;
GRANT SELECT ON migrate.model_parts, migrate.model_cache TO regress_migrate_stranger;
SET ROLE regress_migrate_stranger;
\set VERBOSITY default
SELECT * FROM migrate.diff();
\set VERBOSITY terse
RESET ROLE;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_migrate_stranger', current_database()) \gexec
SET ROLE regress_migrate_stranger;
SELECT * FROM migrate.diff();
RESET ROLE;
DROP OWNED BY regress_migrate_stranger;
DROP ROLE regress_migrate_stranger;

SELECT migrate.set_model(NULL, name) FROM migrate.model_parts;
DROP VIEW seen;
DROP TABLE thing;

-- what was equal is remembered, as long as no catalog has changed
CREATE TABLE kept (n integer);
SELECT migrate.set_model('CREATE TABLE kept (n integer)');
TRUNCATE migrate.model_cache;
SELECT migrate.check();
SELECT what, count(*) FROM migrate.model_cache GROUP BY 1 ORDER BY 1;
SELECT migrate.check();
BEGIN;
ALTER TABLE kept ALTER COLUMN n SET NOT NULL;
SELECT statement FROM migrate.diff();
ALTER TABLE kept ALTER COLUMN n DROP NOT NULL;
SELECT migrate.check();
ALTER TABLE kept ALTER COLUMN n SET DEFAULT 1;
ROLLBACK;
SELECT migrate.check();
BEGIN READ ONLY;
SELECT migrate.check();
COMMIT;
SET migrate.schemas = 'elsewhere';
SELECT statement FROM migrate.diff();
RESET migrate.schemas;
SELECT migrate.set_model('CREATE TABLE kept (n bigint)');
SELECT statement FROM migrate.diff();
DROP TABLE kept;
SELECT migrate.set_model(NULL);

-- also which objects a role could drop, until it becomes a member of another one
CREATE ROLE regress_migrate_holder;
CREATE ROLE regress_migrate_member;
CREATE SCHEMA members AUTHORIZATION regress_migrate_member;
CREATE FOREIGN DATA WRAPPER holding;
CREATE SERVER held FOREIGN DATA WRAPPER holding;
GRANT USAGE ON FOREIGN DATA WRAPPER holding TO regress_migrate_holder;
ALTER SERVER held OWNER TO regress_migrate_holder;
SELECT migrate.grant_access('regress_migrate_member', 'authoring');
GRANT INSERT, DELETE ON migrate.model_cache TO regress_migrate_member;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_migrate_member', current_database()) \gexec
SET migrate.schemas = 'members';
SET ROLE regress_migrate_member;
SELECT statement FROM migrate.diff('live', 'base');
SELECT what FROM migrate.model_cache WHERE what = 'live';
RESET ROLE;
GRANT regress_migrate_holder TO regress_migrate_member;
SET ROLE regress_migrate_member;
SELECT statement FROM migrate.diff('live', 'base');
RESET ROLE;
RESET migrate.schemas;
DROP FOREIGN DATA WRAPPER holding CASCADE;
REVOKE INSERT, DELETE ON migrate.model_cache FROM regress_migrate_member;
SELECT migrate.revoke_access('regress_migrate_member');
DROP OWNED BY regress_migrate_member, regress_migrate_holder CASCADE;
DROP ROLE regress_migrate_member, regress_migrate_holder;
TRUNCATE migrate.model_cache;
