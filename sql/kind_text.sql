-- Collations, conversions and text search: there and back.
\set VERBOSITY terse
CREATE DATABASE migrate_kind_text;
\c migrate_kind_text
CREATE EXTENSION migrate;
CREATE SCHEMA tools;
-- Takes the database to a model, and shows how; a mark tells what loses data.
CREATE FUNCTION tools.go(model text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	one record;
BEGIN
	PERFORM migrate.set_model(model);
	FOR one IN SELECT * FROM migrate.diff() ORDER BY step LOOP
		EXECUTE one.statement;
		-- servers differ in how they print a query
		RETURN NEXT CASE WHEN one.destructive THEN '(!) ' ELSE '' END ||
			CASE lower(one.kind) WHEN 'view' THEN split_part(one.statement, E' AS\n', 1) ELSE one.statement END;
	END LOOP;
	PERFORM migrate.check();
END $$;
\pset tuples_only on

-- collation: columns and domains move to a new one
SELECT tools.go($$CREATE COLLATION words (LOCALE = 'C'); COMMENT ON COLLATION words IS 'by bytes';
CREATE TABLE texts (t text COLLATE words PRIMARY KEY); CREATE INDEX texts_t ON texts (t);
CREATE DOMAIN word AS text COLLATE words; CREATE TABLE dictionary (w word);
CREATE VIEW sorted AS SELECT t FROM texts ORDER BY t COLLATE words;$$);
INSERT INTO texts VALUES ('b'), ('a');
INSERT INTO dictionary VALUES ('w');
SELECT tools.go($$CREATE COLLATION words (LC_COLLATE = 'POSIX', LC_CTYPE = 'C'); COMMENT ON COLLATION words IS 'by bytes';
CREATE TABLE texts (t text COLLATE words PRIMARY KEY); CREATE INDEX texts_t ON texts (t);
CREATE DOMAIN word AS text COLLATE words; CREATE TABLE dictionary (w word);
CREATE VIEW sorted AS SELECT t FROM texts ORDER BY t COLLATE words;$$);
SELECT * FROM sorted;
SELECT * FROM dictionary;
SELECT tools.go('');

-- conversion
SELECT tools.go($$CREATE CONVERSION reads FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8; COMMENT ON CONVERSION reads IS 'old files';$$);
SELECT tools.go($$CREATE DEFAULT CONVERSION reads FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8; COMMENT ON CONVERSION reads IS 'old files';$$);
SELECT tools.go('');

-- text search: options and mappings in place, template and parser by new ones
SELECT tools.go($$CREATE TEXT SEARCH PARSER cutter (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE plain (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY names (TEMPLATE = plain, stopwords = 'english', accept = false);
CREATE TEXT SEARCH CONFIGURATION people (PARSER = cutter);
ALTER TEXT SEARCH CONFIGURATION people ADD MAPPING FOR asciiword, word WITH names, simple;
ALTER TEXT SEARCH CONFIGURATION people ADD MAPPING FOR int, email WITH simple;
COMMENT ON TEXT SEARCH PARSER cutter IS 'p'; COMMENT ON TEXT SEARCH TEMPLATE plain IS 't';
COMMENT ON TEXT SEARCH DICTIONARY names IS 'd'; COMMENT ON TEXT SEARCH CONFIGURATION people IS 'c';
CREATE TABLE letters (body text, found tsvector GENERATED ALWAYS AS (to_tsvector('public.people', body)) STORED);
CREATE INDEX letters_body ON letters USING gin (to_tsvector('public.people', body));$$);
INSERT INTO letters VALUES ('Dear 1');
SELECT tools.go($$CREATE TEXT SEARCH PARSER cutter (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE plain (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY names (TEMPLATE = plain, accept = true);
CREATE TEXT SEARCH CONFIGURATION people (PARSER = cutter);
ALTER TEXT SEARCH CONFIGURATION people ADD MAPPING FOR asciiword, word, int, url WITH names;
CREATE TABLE letters (body text, found tsvector GENERATED ALWAYS AS (to_tsvector('public.people', body)) STORED);
CREATE INDEX letters_body ON letters USING gin (to_tsvector('public.people', body));$$);
SELECT tools.go($$CREATE TEXT SEARCH PARSER cutter (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH TEMPLATE plain (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY names (TEMPLATE = plain);
CREATE TEXT SEARCH CONFIGURATION people (PARSER = cutter);
CREATE TABLE letters (body text);$$);
SELECT * FROM letters;

\pset tuples_only off
\c contrib_regression
DROP DATABASE migrate_kind_text;
