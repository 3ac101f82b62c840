-- What is left alone: by the settings, and because nothing reads it.
\set VERBOSITY default
CREATE SCHEMA other;
CREATE TABLE keep (id integer PRIMARY KEY);
CREATE TABLE tmp_one (id serial PRIMARY KEY, t text);
CREATE INDEX ON tmp_one (t);
CREATE STATISTICS tmp_stat ON id, t FROM tmp_one;
COMMENT ON TABLE tmp_one IS 'nobody reads this';
GRANT SELECT ON tmp_one TO PUBLIC;
ALTER TABLE tmp_one ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON tmp_one USING (true);
CREATE TABLE "Tmp, two" (id integer REFERENCES keep);
CREATE VIEW seen AS SELECT id FROM tmp_one;
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS one;
CREATE FUNCTION f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER trg BEFORE INSERT ON keep FOR EACH ROW EXECUTE FUNCTION tf();
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE other.tmp_far (id integer);
SELECT migrate.set_model('CREATE TABLE keep (id integer PRIMARY KEY)');

-- migrate.schemas
SELECT count(*), count(*) FILTER (WHERE object LIKE 'other%') FROM migrate.diff();
SET migrate.schemas = 'public, other';
SELECT statement FROM migrate.diff() WHERE object LIKE 'other%';

-- migrate.exclude: with everything that is part of it, quoted or not, of a kind or of any
SET migrate.exclude = 'public.tmp_*, public."Tmp, two", schema:other, table: other.tmp_*';
SELECT kind, object FROM migrate.diff();
SET migrate.exclude = 'public.tmp_*, public."Tmp*", view:public.*, materialized view:public.mv, function:public.f(integer,text), trg ON public.keep, type:*, *other*';
SELECT kind, object FROM migrate.diff();
SET migrate.exclude = 'TABLE:public.[tT]mp_?ne, public."Tmp, two", public.*(*), *.mood, *trg*, other*, *.mv, *seen';
SELECT kind, object FROM migrate.diff();

\set VERBOSITY terse
SET migrate.exclude = 'public."tmp, x';
SELECT * FROM migrate.diff();
SET migrate.exclude = 'public.f(integer, x';
SELECT * FROM migrate.diff();
\set VERBOSITY default

-- the model may hold what is left alone too, and what uses it
SELECT migrate.set_model('CREATE TABLE keep (id integer PRIMARY KEY);
CREATE TABLE tmp_one (id integer, other text);
CREATE VIEW seen AS SELECT id, id + 1 AS next FROM tmp_one');
SET migrate.exclude = 'public.tmp_*, public."Tmp*", *.mv, public.*(*), *.mood, *trg*, other*';
SELECT migrate.revision('view', autogenerate => true, rev_id => 'scope1');
SELECT substr(upgrade, 1, 36), substr(downgrade, 1, 60) FROM migrate.revisions WHERE revision = 'scope1';
SELECT revision FROM migrate.upgrade();
SELECT migrate.check();
SELECT revision FROM migrate.downgrade('base');
SELECT action, kind, object FROM migrate.diff('model', 'live');
SELECT migrate.remove('scope1');

-- what no kind reads is named
SET client_min_messages = error;
CREATE SUBSCRIPTION "Sub" CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, slot_name = NONE);
RESET client_min_messages;
SELECT migrate.set_model('CREATE TABLE keep (id integer PRIMARY KEY);
CREATE SUBSCRIPTION "Sub" CONNECTION ''dbname=none'' PUBLICATION p WITH (connect = false, slot_name = ''Sub'');
ALTER SUBSCRIPTION "Sub" OWNER TO CURRENT_USER;
COMMENT ON SUBSCRIPTION "Sub" IS ''from afar'';');
SET migrate.exclude = 'public.tmp_*, public."Tmp*", *.mv, *.seen, public.*(*), *.mood, *trg*, other*';
SELECT * FROM migrate.diff();
SELECT migrate.check();
SELECT migrate.revision('nothing', autogenerate => true, rev_id => 'scope2');
SELECT revision FROM migrate.upgrade();
SET migrate.exclude = 'public.*, *trg*, other*';
SELECT * FROM migrate.drift();
SELECT migrate.capture('something') IS NULL AS nothing;
SET migrate.exclude = 'public.tmp_*, public."Tmp*", *.mv, *.seen, public.*(*), *.mood, *trg*, other*, subscription:"S*"';
SELECT * FROM migrate.diff();
DROP SUBSCRIPTION "Sub";
RESET migrate.exclude;
-- no downgrade can be derived for it; its warnings differ between servers
SET client_min_messages = error;
SELECT migrate.revision('from afar', 'CREATE SUBSCRIPTION "Sub" CONNECTION ''dbname=none'' PUBLICATION p WITH (connect = false, slot_name = NONE)',
	rev_id => 'scope3');
RESET client_min_messages;
SELECT downgrade IS NULL AS irreversible FROM migrate.revisions WHERE revision = 'scope3';
SELECT migrate.remove('scope3');
RESET migrate.schemas;

SELECT revision FROM migrate.downgrade('base');
SELECT migrate.remove('scope2');
SELECT migrate.set_model(NULL);
DROP SCHEMA other CASCADE;
DROP VIEW seen;
DROP MATERIALIZED VIEW mv;
DROP TABLE tmp_one, "Tmp, two", keep;
DROP FUNCTION f(integer), f(integer, text), tf();
DROP TYPE mood;
