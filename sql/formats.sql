-- Migrations of other tools: read, stored, and what is applied already adopted.
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

-- pairs of name and text, as files of a format
CREATE FUNCTION pg_temp.take(format text, VARIADIC files text[]) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT concat_ws(' ', f.action, f.revision, f.name) FROM migrate.add_files(
		(SELECT array_agg(files[i] ORDER BY i) FROM generate_series(1, cardinality(files), 2) i),
		(SELECT array_agg(files[i + 1] ORDER BY i) FROM generate_series(1, cardinality(files), 2) i), format) f
$$;
-- the same, of which nothing may be stored
CREATE FUNCTION pg_temp.refuse(format text, VARIADIC files text[]) RETURNS text LANGUAGE sql AS $$
	SELECT pg_temp.refusal(format('SELECT pg_temp.take(%L, VARIADIC %L)', format, files))
		|| CASE WHEN EXISTS (SELECT FROM migrate.revisions) THEN E'\nSTORED' ELSE '' END
$$;
CREATE FUNCTION pg_temp.stored() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT format('%s <- %s %s%s%s: %s | %s | %s', revision, down_revision, NULLIF(depends_on, '{}'), NULLIF(branch_label, '{}'),
		CASE WHEN transactional THEN '' ELSE ' not transactional' END, message,
		concat_ws(' | ', to_json(upgrade), to_json(downgrade)), to_json(verify)) FROM migrate.revisions ORDER BY revision
$$;
-- undoes what a test did
CREATE FUNCTION pg_temp.clear(VARIADIC tables text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	name text;
BEGIN
	TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal, migrate.model_parts;
	FOREACH name IN ARRAY tables LOOP
		EXECUTE 'DROP TABLE ' || name;
	END LOOP;
END $$;

--
-- dbmate: our own files, its marks
--
CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
INSERT INTO schema_migrations VALUES ('2'), ('1');
SET client_min_messages = notice;
SELECT pg_temp.take('dbmate', 'db/3_three.sql', '-- migrate:up' || E'\nCREATE TABLE three ();', 'db/1_one.sql', E'-- migrate:up\nSELECT 1/0;', 'db/2_two.sql', '-- migrate:up');
SELECT pg_temp.stored();
SELECT revision FROM migrate.current();
SELECT direction, revision, outcome FROM migrate.log;
-- again: nothing is new, nothing is locked or written
BEGIN READ ONLY;
SELECT pg_temp.take('dbmate', 'db/3_three.sql', '-- migrate:up' || E'\nCREATE TABLE three ();', 'db/1_one.sql', E'-- migrate:up\nSELECT 1/0;', 'db/2_two.sql', '-- migrate:up');
COMMIT;
SELECT revision FROM migrate.upgrade();
-- what it applied behind our back is adopted, too; what it does not know stays
INSERT INTO schema_migrations VALUES ('4'), ('5');
SELECT pg_temp.take('dbmate', 'db/4_four.sql', '-- migrate:up');
SELECT revision FROM migrate.current();
SET client_min_messages = warning;
SELECT pg_temp.clear('three', 'schema_migrations');

-- one that was merged late was run late: what is applied comes first
CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
INSERT INTO schema_migrations VALUES ('1'), ('3');
SELECT pg_temp.take('dbmate', '1_a.sql', '-- migrate:up', '2_b.sql', '-- migrate:up', '3_c.sql', '-- migrate:up');
SELECT pg_temp.stored();
SELECT revision FROM migrate.current();
INSERT INTO schema_migrations VALUES ('5');
SELECT pg_temp.refusal($$SELECT pg_temp.take('dbmate', '5_e.sql', '-- migrate:up')$$);
SELECT revision FROM migrate.revisions WHERE revision = '5';
SELECT pg_temp.clear();

-- which table
CREATE SCHEMA other;
CREATE TABLE other.schema_migrations (version varchar PRIMARY KEY);
SELECT pg_temp.refuse('dbmate', '1_a.sql', '-- migrate:up');
SELECT action FROM migrate.add_files('{1_a.sql}', '{-- migrate:up}', 'dbmate', 'other.schema_migrations');
SELECT count(*) FROM migrate.current();
SELECT action FROM migrate.add_files('{1_a.sql}', '{-- migrate:up}', version_table => 'public.schema_migrations', format => 'dbmate');
SELECT revision FROM migrate.current();
SELECT pg_temp.clear('other.schema_migrations', 'public.schema_migrations');
DROP SCHEMA other;
SELECT pg_temp.refusal($$SELECT migrate.add_files('{}', '{}', 'dbmate', 'pg_class')$$);
SELECT pg_temp.refusal($$SELECT migrate.add_files('{}', '{}', 'dbmate', '1')$$);
SELECT pg_temp.refusal($$SELECT migrate.add_files('{}', '{}', 'migrate', 'pg_class')$$);
SELECT pg_temp.refusal($$SELECT migrate.add_files('{}', '{}', NULL)$$);
SELECT pg_temp.refusal($$SELECT migrate.add_files(NULL, '{}')$$);
SELECT pg_temp.refusal($$SELECT migrate.add_files('{}', NULL)$$);

--
-- golang-migrate: two files a version; the highest that is applied
--
CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
INSERT INTO schema_migrations VALUES (9, false);
SELECT pg_temp.take('golang-migrate', '000009_add_email.up.sql', 'SELECT 9;', '000010_x.up.sql', 'SELECT 10;', '000010_x.down.sql', 'SELECT -10;',
	'000001_create_users.down.sql', 'SELECT -1;', '000001_create_users.up.sql', 'CREATE INDEX CONCURRENTLY ON users (id);', 'README.md', 'not SQL');
SELECT pg_temp.stored();
SELECT revision FROM migrate.current();
SELECT pg_temp.clear();
UPDATE schema_migrations SET dirty = true;
SELECT pg_temp.refuse('golang-migrate', '000009_x.up.sql', 'SELECT 9;');
SELECT pg_temp.clear('schema_migrations');
SELECT pg_temp.refuse('golang-migrate', '1_x.down.sql', '', 'x.up.sql', '', '2_x.sql', '', '3.up.sql', '', '4_x.up.sql', '', '4_y.up.sql', '', '04_y.down.sql', '');

--
-- Flyway: versions with points, undo files, repeatable ones by checksum
--
SELECT pg_temp.take('flyway', 'sql/V2__Add_people.sql', 'SELECT 2;', 'sql/V1_1__b.sql', E'SELECT 1.1;\n', 'sql/V1__a.sql', 'SELECT 1;', 'sql/V10__ten.sql', 'SELECT 10;',
	'sql/U2__Add_people.sql', 'SELECT -2;', 'sql/R__views.sql', E'CREATE VIEW v AS\r\nSELECT ''ä'';\n', 'sql/V1.2__x_v1.5.sql', 'SELECT ''${'', ''$'', ''}'';');
SELECT pg_temp.stored();
SELECT pg_temp.take('flyway', 'sql/R__views.sql', 'CREATE OR REPLACE VIEW v AS SELECT 2;');
SELECT pg_temp.clear();
CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL,
	script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL, success boolean NOT NULL);
INSERT INTO flyway_schema_history VALUES
	(0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"public"', NULL, 'me', now(), 0, true),
	(1, '1.1', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'me', now(), 0, true),
	(2, '2', 'x', 'SQL', 'V2__x.sql', 1, 'me', now(), 0, true),
	(3, '3', 'x', 'SQL', 'V3__x.sql', 1, 'me', now(), 0, true),
	(4, '3', 'x', 'UNDO_SQL', 'U3__x.sql', 1, 'me', now(), 0, true),
	(5, NULL, 'r', 'SQL', 'R__r.sql', 907060870, 'me', now(), 0, true),
	(6, NULL, 's', 'SQL', 'R__s.sql', 907060870, 'me', now(), 0, true),
	(7, NULL, 's', 'SQL', 'R__s.sql', 4711, 'me', now(), 0, true);
SELECT pg_temp.take('flyway', 'V1__a.sql', 'SELECT 1;', 'V1.01__a.sql', 'SELECT 1;', 'V2.0__x.sql', 'SELECT 2;', 'V3__x.sql', '', 'V11__x.sql', '', 'R__r.sql', 'hello', 'R__s.sql', 'hello');
SELECT revision, down_revision FROM migrate.revisions ORDER BY 1;
SELECT revision FROM migrate.current();
SELECT revision FROM migrate.plan();
SELECT pg_temp.clear();
UPDATE flyway_schema_history SET success = false WHERE installed_rank = 2;
SELECT pg_temp.refuse('flyway', 'V1__a.sql', 'SELECT 1;');
SELECT pg_temp.clear('flyway_schema_history');
SELECT pg_temp.refuse('flyway', 'V1_a.sql', '', 'Va__a.sql', '', 'V__a.sql', '', 'R1__a.sql', '', 'U7__x.sql', '', 'V8__x.sql', E'SELECT 1;\nSELECT ''${a}'', ''${schema}'';', 'V9__x.sql', '', 'V9__y.sql', '', 'afterMigrate.sql', '');

--
-- goose: annotations; what was applied and undone, in order
--
SELECT pg_temp.take('goose', '00002_more.sql', E'-- +goose Up\nSELECT 2;\n', '00001_first_one.sql',
	E'-- made by hand\n\n-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd\n\n-- +goose Down\nSELECT -1;\n',
	'10_ten.sql', E'--+GOOSE UP\nSELECT 10;\n--  +goose   DOWN  ', 'readme.txt', '', 'x_test.go', '');
SELECT pg_temp.stored();
SELECT pg_temp.clear();
CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp DEFAULT now());
INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true), (2, false), (77, true);
SET client_min_messages = warning;
SELECT pg_temp.take('goose', '1_x.sql', '-- +goose Up', '2_x.sql', '-- +goose Up');
SELECT revision FROM migrate.current();
SELECT pg_temp.clear('goose_db_version');
SELECT pg_temp.refuse('goose', '1_x.go', 'package main', 'x.sql', '-- +goose Up', '2_x.sql', 'SELECT 1;', '3_x.sql', E'SELECT 1;\n-- +goose Up\n-- +goose Upp\n-- +goose ENVSUB ON', '4_x.sql', E'-- +goose Up\n-- +goose Down\n-- +goose Up\n-- +goose Down', '5_x.sql', '-- +goose Down');

--
-- sqitch: the plan has the order; scripts by name
--
SELECT pg_temp.take('sqitch', 'sqitch.plan', E'%syntax-version=1.0.0\n%project=shop\n%uri=https://example.com/\n\n# the first\nschema 2024-01-01T00:00:00Z A <a@b.c> # Adds the schema.\nusers [schema] 2024-01-02T00:00:00Z A <a@b.c> # Adds users.\n@v1 2024-01-03T00:00:00Z A <a@b.c> # One.\n@v1.1 2024-01-03T00:00:00Z A <a@b.c> # One and a bit.\n\nusers [users@v1 schema other:thing !none] 2024-01-04T00:00:00Z A <a@b.c> # More of users.\n+last 2024-01-05T00:00:00Z A <a@b.c>\n',
	'deploy/schema.sql', E'-- Deploy shop:schema to pg\n\nBEGIN;\n\nCREATE SCHEMA shop;\n\nCOMMIT;\n', 'revert/schema.sql', E'BEGIN;\nDROP SCHEMA shop;\nCOMMIT;', 'verify/schema.sql', E'-- Verify\nBEGIN;\nSELECT 1;\nROLLBACK;\n',
	'deploy/users@v1.1.sql', 'SELECT ''old'';', 'revert/users@v1.1.sql', 'SELECT ''-old'';', 'deploy/users.sql', 'SELECT ''new'';', 'revert/users.sql', 'SELECT ''-new'';',
	'deploy/last.sql', E'begin;\nSELECT 1;', 'sqitch.conf', '[core]');
SELECT pg_temp.stored();
SELECT pg_temp.clear();
CREATE TABLE changes (id int);
CREATE SCHEMA sqitch;
CREATE TABLE sqitch.changes (change_id text PRIMARY KEY, change text NOT NULL, project text NOT NULL, committed_at timestamptz NOT NULL);
INSERT INTO sqitch.changes VALUES ('z', 'a', 'p', '2024-01-01'), ('y', 'b', 'p', '2024-01-02'), ('x', 'a', 'p', '2024-01-03'), ('w', 'c', 'q', '2024-01-03');
SELECT pg_temp.take('sqitch', 'sqitch.plan', E'%project=p\na 1\nb 2\n@t 3\na 4\nc 5\n', 'db/deploy/a@t.sql', '', 'db/deploy/b.sql', '', 'db/deploy/a.sql', '', 'db/deploy/c.sql', '');
SELECT revision FROM migrate.current();
SELECT pg_temp.clear('changes', 'sqitch.changes');
DROP SCHEMA sqitch;
SELECT pg_temp.refuse('sqitch', 'deploy/a.sql', '');
SELECT pg_temp.refuse('sqitch', 'a.plan', E'-x 1\na [b 1\nb [nonesuch] 2\nb 3\nmissing 4', 'b.plan', '%project=x', 'deploy/a.sql', '', 'deploy/b.sql', '', 'deploy/-x.sql', '');
SELECT pg_temp.refuse('sqitch', 'a.plan', E'%project=p\nhead 1\na 2', 'deploy/head.sql', '', 'deploy/a.sql', '');

--
-- Alembic: its history has the graph, its offline mode the scripts
--
SELECT pg_temp.take('alembic', 'history.txt', E'd44444, c33333 -> e55555 (left) (head) (mergepoint), join, and done\nb22222 (f00000) -> d44444 (left), four (or 4), and more\nb22222 -> c33333, three\n<base> -> f00000 (feature, other) (head), side\na11111 -> b22222 (branchpoint), two\n<base> -> a11111, one\n',
	'upgrade.sql', E'BEGIN;\n\nCREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);\n\n-- Running upgrade  -> a11111\n\nCREATE TABLE one (\n    id INTEGER\n);\n\nINSERT INTO alembic_version (version_num) VALUES (''a11111'') RETURNING alembic_version.version_num;\n\n-- Running upgrade a11111 -> b22222\n\nCOMMIT;\n\nCREATE INDEX CONCURRENTLY i ON one (id);\n\nBEGIN;\n\nUPDATE alembic_version SET version_num=''b22222'' WHERE alembic_version.version_num = ''a11111'';\n\n-- Running upgrade b22222 -> c33333\n\n-- Running upgrade  -> f00000\n\n-- Running upgrade b22222 -> d44444\n\nSELECT 4;\n\n-- Running upgrade d44444, c33333 -> e55555\n\nDELETE FROM alembic_version WHERE alembic_version.version_num = ''c33333'';\n\nCOMMIT;\n\n',
	'downgrade.sql', E'BEGIN;\n\n-- Running downgrade e55555 -> d44444, c33333\n\n-- Running downgrade b22222 -> a11111\n\nDROP INDEX i;\n\n-- Running downgrade a11111 -> \n\nDROP TABLE one;\n\nDELETE FROM alembic_version WHERE alembic_version.version_num = ''a11111'';\n\nDROP TABLE alembic_version;\n\nCOMMIT;\n');
SELECT pg_temp.stored();
SELECT pg_temp.clear();
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('b2'), ('d4');
SELECT pg_temp.take('alembic', 'history.txt', E'b2 -> c3 (l) (head), three\na1 (d4) -> b2 (l), two\n<base> -> a1 (l), one\n<base> -> d4 (head), side\n', 'up.sql', E'-- Running upgrade  -> a1\n-- Running upgrade a1 -> b2\nCREATE PROCEDURE p() LANGUAGE plpgsql AS $$\nBEGIN\nCOMMIT;\nEND $$;\n\nCOMMIT;\nBEGIN;\n-- Running upgrade b2 -> c3\nSELECT ''open;\nCOMMIT;\n-- Running upgrade -> d4\n');
SELECT revision FROM migrate.current() ORDER BY 1;
SELECT revision FROM migrate.plan('heads');
SELECT revision, upgrade FROM migrate.revisions WHERE revision IN ('b2', 'c3') ORDER BY 1;
SELECT pg_temp.clear('alembic_version');
SELECT pg_temp.refuse('alembic', 'h.txt', E'Rev: a1 (head)\nParent: <base>\na1 -> b2\n<base> -> c3, three\n<base> -> c3, again', 'up.sql', E'-- Running upgrade  -> d4\nSELECT 1;', 'x.sql', 'SELECT 1;');
SELECT pg_temp.refuse('alembic', 'h.txt', E'zz -> c3, three\nb2 -> a1, one\na1 -> b2, two', 'up.sql', E'-- Running upgrade zz -> c3\n-- Running upgrade b2 -> a1\n-- Running upgrade a1 -> b2\n');
SELECT pg_temp.refuse('alembic', 'h.txt', E'<base> -> a1, one\n', 'up.sql', E'-- Running upgrade -> a1\n-- Running upgrade -> a1');

SELECT pg_temp.refuse('alembic', 'h.txt', E'a1,,c -> b2 (l:m, head) (x y+1), two\n<base> -> a1, one\n', 'up.sql', E'-- Running upgrade -> a1\n-- Running upgrade a1 -> b2');

--
-- Rails: one structure
--
SELECT pg_temp.take('rails', 'db/structure.sql', E'\\restrict abc\nSET client_encoding = ''UTF8'';\nCREATE TABLE users ();\n\\unrestrict abc\nSET search_path TO "$user", public;\n\nINSERT INTO "schema_migrations" (version) VALUES\n(''20240203''),\n(''20240101'');\n\n', 'db/schema.rb', '');
SELECT pg_temp.stored();
SELECT pg_temp.clear();
CREATE TABLE schema_migrations (version varchar PRIMARY KEY);
INSERT INTO schema_migrations VALUES ('20240101');
SELECT pg_temp.refuse('rails', 'structure.sql', 'INSERT INTO "schema_migrations" (version) VALUES (''20240203''), (''20240101'');');
INSERT INTO schema_migrations VALUES ('20240203');
SELECT pg_temp.take('rails', 'structure.sql', 'INSERT INTO "schema_migrations" (version) VALUES (''20240203''), (''20240101'');');
SELECT revision FROM migrate.current();
SELECT pg_temp.clear('schema_migrations');
SELECT pg_temp.refuse('rails', 'structure.sql', '', 'db/structure.sql', '');

--
-- Django: its plan and sqlmigrate
--
SELECT pg_temp.take('django', 'plan.txt', E'[X]  contenttypes.0001_initial\n[ ]  shop.0001_initial  (contenttypes.0001_initial)\n[ ]  shop.0002_program\n',
	'sql/contenttypes/0001_initial.sql', E'BEGIN;\n--\n-- Create model ContentType\n--\nCREATE TABLE "django_content_type" ("id" integer NOT NULL);\nCOMMIT;\n',
	'sql/shop/0001_initial.sql', E'CREATE TABLE shop (id int);', 'sql/shop/0001_initial.down.sql', E'BEGIN;\nDROP TABLE shop;\nCOMMIT;');
SELECT pg_temp.stored();
SELECT pg_temp.clear();
CREATE TABLE django_migrations (id serial PRIMARY KEY, app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL DEFAULT now());
INSERT INTO django_migrations (app, name) VALUES ('a', '0001_x'), ('b', '0001_x');
SELECT pg_temp.take('django', 'plan.txt', E'[X]  b.0001_x\n[X]  a.0001_x\n[ ]  a.0002_y\n', 'a/0002_y.sql', 'CREATE TABLE y ();');
SELECT revision FROM migrate.current();
SELECT pg_temp.clear('django_migrations');
SELECT pg_temp.refuse('django', 'a/0001.sql', '');
SELECT pg_temp.refuse('django', 'plan.txt', E'a\n [X]  0001\n[X]  a.0001_initial\n[ ]  a.0001_initial\n', 'b/0001.sql', '', 'b/0001.down.sql', '');

--
-- node-pg-migrate
--
SELECT pg_temp.take('node-pg-migrate', '1700000000002_second.sql', 'SELECT 2;', '1700000000001_first-one.sql', E'-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT -1;', 'package.json', '');
SELECT pg_temp.stored();
SELECT pg_temp.clear();
SELECT pg_temp.take('node-pg-migrate', '1700000000002_c.sql', '', '20231114221320001_b.sql', '', '1700000000000_a.sql', '');
SELECT pg_temp.stored();
SELECT pg_temp.clear();
CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL DEFAULT now());
INSERT INTO pgmigrations (name) VALUES ('1_a');
SELECT pg_temp.take('node-pg-migrate', '1_a.sql', 'SELECT 1/0;', '2_b.sql', E'SELECT 2;\n');
SELECT revision FROM migrate.current();
SELECT revision FROM migrate.upgrade();
SELECT pg_temp.clear('pgmigrations');
SELECT pg_temp.refuse('node-pg-migrate', '1_a.js', '', '2_b.ts', '', '3_c.sql', E'-- Down Migration\nSELECT 1;', '4_d.sql', E'SELECT 1;\n-- Up Migration');

--
-- a database that was there before its history
--
SELECT migrate.baseline();
CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL);
CREATE VIEW names AS SELECT name FROM products;
SELECT migrate.baseline('what was there', rev_id => 'aaaa0001');
SELECT revision, down_revision, message, downgrade FROM migrate.revisions;
SELECT revision, message FROM migrate.current();
SELECT migrate.check() FROM (SELECT migrate.set_model(upgrade) FROM migrate.revisions) m;
SELECT count(*) FROM migrate.drift();
SELECT pg_temp.refusal($$SELECT migrate.baseline()$$);
SELECT revision FROM migrate.downgrade('base');
SELECT revision FROM migrate.upgrade();
SELECT migrate.downgrade('base') IS NOT NULL;
SELECT pg_temp.clear();
