-- A changed model is built in part, and gives what it gives when built in full.
\set VERBOSITY terse
SET client_min_messages = warning;

-- a table of the model that counts how often it is built
CREATE SCHEMA counting;
CREATE SEQUENCE counting.builds;
CREATE TABLE counting.model (ddl text);
CREATE ROLE regress_partial_reader;

-- the scripts of a revision, or the steps of the difference, or the error, undone
CREATE FUNCTION counting.generate(store boolean, forget boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
	message text;
	context text;
BEGIN
	IF forget THEN
		DELETE FROM migrate.model_cache;
	END IF;
	IF store THEN
		PERFORM migrate.revision('step', autogenerate => true);
		SELECT concat_ws(E'\n---\n', upgrade, downgrade) INTO result FROM migrate.revisions ORDER BY created_at DESC LIMIT 1;
	ELSE
		SELECT string_agg(statement, E'\n' ORDER BY step) INTO result FROM migrate.diff();
	END IF;
	RAISE SQLSTATE 'UNDO1';
EXCEPTION
	WHEN SQLSTATE 'UNDO1' THEN
		RETURN coalesce(result, '');
	WHEN others THEN
		GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, context = PG_EXCEPTION_CONTEXT;
		RETURN concat_ws(E'\n', 'ERROR ' || SQLSTATE, message, substring(context FROM 'model part [^\n]*'));
END $$;

-- takes the model with one place changed; says how it was built, and whether in full gives the same
CREATE FUNCTION counting.edit(old text, new text, keep boolean DEFAULT false) RETURNS TABLE (way text, same boolean, first text)
LANGUAGE plpgsql AS $$
DECLARE
	builds bigint;
	part text;
	edited text := (SELECT replace(ddl, old, new) FROM counting.model);
BEGIN
	IF old <> '' AND edited = (SELECT ddl FROM counting.model) THEN
		RAISE 'nothing to edit';
	END IF;
	PERFORM migrate.set_model(edited);
	builds := nextval('counting.builds');
	part := counting.generate(true, false);
	way := CASE WHEN part LIKE 'ERROR%' THEN 'not' WHEN nextval('counting.builds') > builds + 1 THEN 'in full' ELSE 'in part' END;
	same := part = counting.generate(true, true) AND counting.generate(false, false) = counting.generate(false, true);
	first := CASE WHEN part LIKE 'ERROR%' THEN part ELSE regexp_replace(part, E'( FOR ROLE|\n).*', '') END;
	IF part NOT LIKE 'ERROR%' THEN
		PERFORM count(*) FROM migrate.diff();
	END IF;
	IF keep THEN
		UPDATE counting.model SET ddl = edited;
	END IF;
	RETURN NEXT;
END $$;

SELECT $model$
CREATE TABLE counted AS SELECT nextval('counting.builds') AS n;
SET check_function_bodies = off;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN amount AS numeric CHECK (VALUE >= 0);
CREATE TABLE base (id serial PRIMARY KEY, mood mood, name text CHECK (name <> ''));
CREATE TABLE one (id bigint PRIMARY KEY, base integer REFERENCES base, price amount);
CREATE TABLE two (id bigint PRIMARY KEY, one bigint REFERENCES one ON DELETE CASCADE DEFERRABLE, UNIQUE (one));
CREATE TABLE three (id bigint PRIMARY KEY, two bigint REFERENCES two);
CREATE TABLE alike (LIKE one INCLUDING ALL);
CREATE INDEX ON three (two);
CREATE VIEW seen AS SELECT id, price FROM one;
CREATE VIEW seen_again AS SELECT id FROM seen;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE VIEW doubled AS SELECT twice(base) AS twice FROM one;
CREATE TABLE parted (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE part PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touched BEFORE UPDATE ON three FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TABLE three IS 'the third';
COMMENT ON COLUMN base.name IS 'what it is called';
GRANT SELECT ON two TO regress_partial_reader;
ALTER TABLE two ENABLE ROW LEVEL SECURITY;
CREATE SEQUENCE numbers;
CREATE TABLE numbered (n bigint DEFAULT nextval('numbers'));
$model$ AS model \gset
INSERT INTO counting.model VALUES (:'model');
:model
SELECT migrate.set_model(:'model');
SELECT migrate.check();

-- a table gets a column; what refers to it, and what it refers to, comes with it
SELECT * FROM counting.edit('DEFERRABLE, UNIQUE (one)', 'DEFERRABLE, UNIQUE (one), added text');
-- a table comes, one goes
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE TABLE four (id serial PRIMARY KEY, three bigint REFERENCES three); CREATE SEQUENCE');
SELECT * FROM counting.edit('CREATE TABLE numbered (n bigint DEFAULT nextval(''numbers''));', '');
-- what is made like a table changes with it, and so do views
SELECT * FROM counting.edit('price amount', 'price amount DEFAULT 1');
SELECT * FROM counting.edit('AS SELECT id, price FROM one', 'AS SELECT id, base FROM one');
-- types that tables use
SELECT * FROM counting.edit('(''sad'', ''ok'')', '(''sad'', ''ok'', ''happy'')');
SELECT * FROM counting.edit('CHECK (VALUE >= 0)', 'CHECK (VALUE > 0)');
-- another function of the name: whoever calls it may mean that one
SELECT * FROM counting.edit('CREATE VIEW doubled', 'CREATE FUNCTION twice(n bigint) RETURNS bigint LANGUAGE sql AS ''SELECT n''; CREATE VIEW doubled');
SELECT * FROM counting.edit('SELECT n * 2', 'SELECT 2 * n');
-- a partitioned table changes its partitions
SELECT * FROM counting.edit('at date)', 'at date, more text)');
-- parts by themselves
SELECT * FROM counting.edit('''the third''', '''3rd''');
SELECT * FROM counting.edit('GRANT SELECT ON two', 'GRANT SELECT, INSERT ON two');
SELECT * FROM counting.edit('ALTER TABLE two ENABLE ROW LEVEL SECURITY;', '');
SELECT * FROM counting.edit('BEFORE UPDATE', 'AFTER UPDATE');
SELECT * FROM counting.edit('CREATE INDEX ON three (two);', 'CREATE INDEX three_by_two ON three (two);');
SELECT * FROM counting.edit('nextval(''numbers'')', 'nextval(''base_id_seq'')');
-- an order that does not matter, and one that does
SELECT * FROM counting.edit('COMMENT ON TABLE three IS ''the third'';
COMMENT ON COLUMN base.name IS ''what it is called'';', 'COMMENT ON COLUMN base.name IS ''what it is called'';
COMMENT ON TABLE three IS ''the third'';');
SELECT * FROM counting.edit('CREATE VIEW seen_again AS SELECT id FROM seen;
CREATE FUNCTION', 'CREATE FUNCTION');
SELECT * FROM counting.edit('CREATE VIEW seen AS SELECT id, price FROM one;
CREATE VIEW seen_again AS SELECT id FROM seen;', 'CREATE VIEW seen_again AS SELECT id FROM seen;
CREATE VIEW seen AS SELECT id, price FROM one;');

-- what all else may depend on, and what may do anything
SELECT * FROM counting.edit('CREATE TYPE', 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO regress_partial_reader; CREATE TYPE');
SELECT * FROM counting.edit('SET check', 'SET default_with_nothing = off; SET check');
SELECT * FROM counting.edit('CREATE SEQUENCE', 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO regress_partial_reader; CREATE SEQUENCE');
SELECT * FROM counting.edit('CREATE SEQUENCE', 'DO ''BEGIN END''; CREATE SEQUENCE');
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE CAST (mood AS bigint) WITH INOUT; CREATE SEQUENCE');
SELECT * FROM counting.edit('', '');

-- names that are taken by what is not built
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE TABLE numbers (id integer); CREATE SEQUENCE');
SELECT * FROM counting.edit('CREATE INDEX ON three (two);', 'CREATE INDEX seen_again ON three (two);');
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE TABLE two_on (e integer, e_key integer, CONSTRAINT two_one_key UNIQUE (e)); CREATE SEQUENCE');
-- a name that the server gives depends on who came first
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE TABLE base_name (a integer, b integer, CHECK (a < b)); CREATE SEQUENCE');
SELECT * FROM counting.edit('CREATE TABLE base', 'CREATE TABLE base_name (a integer, b integer, CHECK (a < b)); CREATE TABLE base', true);
SELECT * FROM counting.edit('CREATE TABLE base_name (a integer, b integer, CHECK (a < b)); ', '', true);
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE TABLE three_two (id integer, idx integer); CREATE INDEX three_two_idx1 ON three_two (id); CREATE SEQUENCE', true);
SELECT * FROM counting.edit('CREATE TABLE three_two (id integer, idx integer); CREATE INDEX three_two_idx1 ON three_two (id);', '', true);

-- errors are those of the whole
SELECT * FROM counting.edit('at date)', 'at nothing)');
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE TABLE broken (id integer; CREATE SEQUENCE');
SELECT * FROM counting.edit('CREATE SEQUENCE', 'DROP TABLE one; CREATE SEQUENCE');
SELECT * FROM counting.edit('CREATE SEQUENCE', 'ALTER TABLE three ADD FOREIGN KEY (two) REFERENCES one (price); CREATE SEQUENCE');
SELECT * FROM counting.edit('CREATE TABLE one (id bigint PRIMARY KEY, ', 'CREATE TABLE one (id bigint, ');

-- the schema differs in what the model says nothing new of
ALTER TABLE numbered ADD COLUMN drifted integer;
CREATE VIEW stray AS SELECT id FROM two;
SELECT * FROM counting.edit('price amount', 'price amount NOT NULL');
DROP VIEW stray;
ALTER TABLE numbered DROP COLUMN drifted;

-- statements that change what others have made; what does not stay is made of what changes
SELECT * FROM counting.edit('CREATE SEQUENCE', 'ALTER TABLE three ADD COLUMN late text; CREATE SEQUENCE', true);
SELECT * FROM counting.edit('ADD COLUMN late text', 'ADD COLUMN later text', true);
SELECT * FROM counting.edit('nextval(''numbers''));', 'nextval(''numbers'')); ALTER TABLE numbered RENAME TO renumbered;', true);
SELECT * FROM counting.edit('RENAME TO renumbered', 'RENAME TO numbered_again', true);
SELECT * FROM counting.edit(' ALTER TABLE numbered RENAME TO numbered_again;', '', true);
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE TABLE gone (LIKE one); CREATE TABLE stays (LIKE gone); DROP TABLE gone; CREATE SEQUENCE', true);
SELECT * FROM counting.edit('(LIKE gone)', '(LIKE gone, more text)', true);
SELECT * FROM counting.edit('COMMENT ON COLUMN base.name IS ''what it is called'';', 'COMMENT ON COLUMN base.name IS ''its name'';');
SELECT * FROM counting.edit('CREATE TABLE stays', 'CREATE TABLE U&"st\0061ys"');

-- statistics may have the name of a relation, and are another table's
SELECT * FROM counting.edit('CREATE SEQUENCE', 'CREATE STATISTICS numbers ON id, two FROM three; COMMENT ON STATISTICS numbers IS ''of three''; CREATE SEQUENCE', true);
SELECT * FROM counting.edit('CREATE TABLE three (', 'CREATE TABLE three (more text, ');

SELECT * FROM counting.edit('price amount', 'price amount NOT NULL');

-- all was kept: the model before goes on from part to part
SELECT * FROM counting.edit('''what it is called''', '''the name''', true);
SELECT count(*) FROM migrate.revision('all of it', autogenerate => true);
SELECT count(*) FROM migrate.upgrade('head');
SELECT migrate.check();
TRUNCATE migrate.model_cache;
SELECT migrate.check();

-- what is outside of the managed schemas counts, too
CREATE TYPE counting.outer_type AS ENUM ('a');
SELECT * FROM counting.edit('''the name''', '''its name''');

SELECT count(*) FROM migrate.downgrade('base');
SELECT migrate.set_model(NULL);
DELETE FROM migrate.revisions;
DROP TABLE counted, base, one, two, three, alike, parted, numbered CASCADE;
DROP SEQUENCE numbers;
DROP FUNCTION twice, touch;
DROP DOMAIN amount;
DROP TYPE mood;
DROP SCHEMA counting CASCADE;
DROP ROLE regress_partial_reader;
