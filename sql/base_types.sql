-- Base types, shell types and ranges with a canonical function, which need
-- their functions as these need them: each change there and back.
\set VERBOSITY terse
CREATE DATABASE migrate_base_types;
CREATE DATABASE migrate_base_types_copy;
CREATE ROLE migrate_type_owner;
CREATE ROLE migrate_type_user;
\c migrate_base_types
SET client_min_messages = warning;
CREATE EXTENSION migrate;
CREATE SCHEMA tools;
-- Takes the database to a model, and shows how; of a guard only that there is one.
CREATE FUNCTION tools.go(model text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	one record;
BEGIN
	PERFORM migrate.set_model(model);
	FOR one IN SELECT * FROM migrate.diff() ORDER BY step LOOP
		EXECUTE one.statement;
		RETURN NEXT CASE WHEN one.destructive THEN '(!) ' ELSE '' END ||
			CASE WHEN one.statement ~ '^(DO|CREATE OR REPLACE (FUNCTION|VIEW)|CREATE MATERIALIZED VIEW)\M'
			THEN split_part(one.statement, E'\n', 1) ELSE one.statement END;
	END LOOP;
	PERFORM migrate.check();
END $$;
-- The functions of a type that is like another one.
CREATE FUNCTION tools.functions(type text, origin text) RETURNS text LANGUAGE sql AS $$
SELECT format('
CREATE FUNCTION %1$s_in(cstring) RETURNS %1$s LANGUAGE internal IMMUTABLE STRICT AS ''%2$sin'';
CREATE FUNCTION %1$s_out(%1$s) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS ''%2$sout'';
CREATE FUNCTION %1$s_recv(internal) RETURNS %1$s LANGUAGE internal IMMUTABLE STRICT AS ''%2$srecv'';
CREATE FUNCTION %1$s_send(%1$s) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS ''%2$ssend'';', type, origin)
$$;
-- The type itself, with its shell and functions.
CREATE FUNCTION tools.type(type text, origin text, options text DEFAULT '') RETURNS text LANGUAGE sql AS $$
SELECT format('CREATE TYPE %1$s; %2$s CREATE TYPE %1$s (INPUT = %1$s_in, OUTPUT = %1$s_out, LIKE = %3$s%4$s);',
			  type, tools.functions(type, origin), origin, options)
$$;
\pset tuples_only on

-- a new one with all that it can say, and what is made with it
SELECT tools.type('points', 'int4', $$, RECEIVE = points_recv, SEND = points_send, TYPMOD_IN = numerictypmodin,
	TYPMOD_OUT = numerictypmodout, ANALYZE = array_typanalyze, CATEGORY = 'P', PREFERRED = true, DEFAULT = '7', DELIMITER = ';'$$) ||
$$
COMMENT ON TYPE points IS 'what a game is won by';
ALTER TYPE points OWNER TO migrate_type_owner;
REVOKE USAGE ON TYPE points FROM PUBLIC;
GRANT USAGE ON TYPE points TO migrate_type_user;
CREATE FUNCTION points_eq(points, points) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE OPERATOR = (LEFTARG = points, RIGHTARG = points, FUNCTION = points_eq, COMMUTATOR = =);
CREATE TABLE games (game text, points points, rounds points[]);
CREATE VIEW won AS SELECT game FROM games WHERE points = '7'::points;
$$ AS points,
$$
CREATE TYPE word;
CREATE FUNCTION word_in(cstring, oid, integer) RETURNS word LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION word_out(word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE TYPE word (INPUT = word_in, OUTPUT = word_out, INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = main, COLLATABLE = true);
CREATE TYPE pair;
CREATE FUNCTION pair_in(cstring) RETURNS pair LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION pair_out(pair) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE pair (INPUT = pair_in, OUTPUT = pair_out, INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = float8, SUBSCRIPT = raw_array_subscript_handler);
CREATE TABLE words (word word COLLATE "C", pair pair);
$$ AS others
\gset
SELECT tools.go(:'points' || :'others');
INSERT INTO games VALUES ('chess', '7', '{1;2}');
INSERT INTO words VALUES ('one', '(1,2)');
SELECT games, words, (words.pair)[1] FROM games, words;

-- the same in an empty database
SELECT string_agg(statement, E';\n' ORDER BY step) AS script FROM migrate.diff('base', 'live') \gset
\c migrate_base_types_copy
SET client_min_messages = warning;
:script;
CREATE EXTENSION migrate;
SELECT migrate.set_model(:'points' || :'others');
SELECT migrate.check();
\c migrate_base_types
SET client_min_messages = warning;

-- it goes with its functions, and with nothing else
SELECT statement FROM migrate.diff('live', 'base') WHERE object = 'public.points' AND statement ~ 'DO|DROP TYPE' ORDER BY step;
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.scores (points points, pair pair[]);
CREATE FUNCTION elsewhere.least() RETURNS points RETURN '0'::points;
SELECT tools.go('');
SELECT * FROM games;
DROP SCHEMA elsewhere CASCADE;
SELECT tools.go('');

-- what can be altered is, and the columns follow
SELECT tools.go(tools.type('points', 'int4') || 'CREATE TABLE games (points points);');
INSERT INTO games VALUES ('5');
SELECT tools.go(tools.type('points', 'int4', ', RECEIVE = points_recv, SEND = points_send, ANALYZE = array_typanalyze, TYPMOD_IN = numerictypmodin, TYPMOD_OUT = numerictypmodout') || 'CREATE TABLE games (points points);');
SELECT tools.go(tools.type('points', 'int4') || 'CREATE TABLE games (points points);');
SELECT * FROM games;
SELECT tools.go('');
SELECT $$
CREATE TYPE word;
CREATE FUNCTION word_in(cstring, oid, integer) RETURNS word LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION word_out(word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE TYPE word (INPUT = word_in, OUTPUT = word_out, STORAGE = %s);
CREATE DOMAIN short AS word;
CREATE TABLE words (a word, b short, c word[], d word);
ALTER TABLE words ALTER d SET STORAGE external;
CREATE VIEW few_words AS SELECT a FROM words;
CREATE MATERIALIZED VIEW all_words AS SELECT a FROM words;
$$ AS word \gset
SELECT tools.go(format(:'word', 'extended'));
INSERT INTO words VALUES ('a', 'b', '{c}', 'd');
SELECT tools.go(format(:'word', 'main'));
SELECT tools.go(format(:'word', 'external'));
-- but there is no way back to plain
SELECT tools.go(format(replace(:'word', 'ALTER TABLE', '--'), 'plain'));
SELECT a, b, c, d FROM words;
SELECT tools.go('');

-- what cannot be altered takes a new type, under columns that stay
SELECT $$
CREATE TABLE games (game text, points points DEFAULT '3', rounds points[]);
CREATE TYPE half AS (half points);
CREATE TABLE halves (half half);
CREATE FUNCTION twice(points) RETURNS points LANGUAGE internal IMMUTABLE STRICT AS 'int4um';
CREATE VIEW won AS SELECT game, twice(points) FROM games;
COMMENT ON TYPE points IS 'what a game is won by';
COMMENT ON FUNCTION points_in(cstring) IS 'reads points';
ALTER TYPE points OWNER TO migrate_type_owner;
GRANT USAGE ON TYPE points TO migrate_type_user;
$$ AS games \gset
SELECT tools.go(tools.type('points', 'int4', ', DEFAULT = 1') || :'games');
INSERT INTO games VALUES ('chess', '7', '{1,2}');
INSERT INTO halves VALUES ('(4)');
SELECT tools.go(tools.type('points', 'int8', ', SEND = points_send') || :'games');
SELECT games, halves FROM games, halves;
SELECT tools.go(tools.type('points', 'int4', ', DEFAULT = 1') || :'games');
SELECT games, halves, won FROM games, halves, won;
-- a function that is not only replaced takes along what stands on it
SELECT tools.go(replace(tools.type('points', 'int4', ', DEFAULT = 1'), 'points_out(points)', 'points_out(value points)') || :'games');
SELECT points FROM games;
SELECT tools.go('');
-- without columns it is dropped and created
SELECT tools.go(tools.type('points', 'int4'));
SELECT tools.go(tools.type('points', 'int8'));
-- a type of another kind by the same name
SELECT tools.go($$CREATE TYPE points AS ENUM ('1', '2'); CREATE TABLE games (points points);$$);
INSERT INTO games VALUES ('2');
SELECT tools.go(tools.type('points', 'int4') || 'CREATE TABLE games (points points);');
SELECT tools.go('CREATE DOMAIN points AS integer; CREATE TABLE games (points points);');
SELECT * FROM games;
SELECT tools.go('');

-- shells: alone, made a type, a type no more
SELECT tools.go('CREATE TYPE points; CREATE TYPE other;' || tools.functions('points', 'int4'));
SELECT tools.go('CREATE TYPE other;' || tools.type('points', 'int4'));
SELECT tools.go('CREATE TYPE points; CREATE TYPE other; ALTER TYPE points OWNER TO migrate_type_owner;' || tools.functions('points', 'int4'));
-- only for its owner
SELECT tools.go(tools.type('points', 'int4') || 'ALTER TYPE points OWNER TO migrate_type_owner;');
SELECT tools.go('CREATE TYPE points;');
SELECT tools.go('CREATE TYPE points; CREATE FUNCTION near(points) RETURNS points LANGUAGE internal IMMUTABLE STRICT AS ''int4range_canonical'';
CREATE TYPE points AS RANGE (SUBTYPE = integer, CANONICAL = near);');
SELECT tools.go('CREATE TYPE points;');
SELECT tools.go('');

-- a range with a canonical function
SELECT $$
CREATE TYPE span;
CREATE FUNCTION near(span) RETURNS span LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE span AS RANGE (SUBTYPE = integer, CANONICAL = near, SUBTYPE_DIFF = int4range_subdiff, MULTIRANGE_TYPE_NAME = span_multirange);
CREATE TABLE spans (one span, more span_multirange);
COMMENT ON TYPE span IS 'from here to there';
$$ AS near,
$$
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE TABLE spans (one span, more span_multirange);
COMMENT ON TYPE span IS 'from here to there';
$$ AS plain \gset
SELECT tools.go(:'near');
INSERT INTO spans (one) VALUES ('[1,3]');
SELECT tools.go(:'plain');
INSERT INTO spans (one) VALUES ('[1,3]');
SELECT tools.go(:'near');
SELECT one FROM spans;
SELECT tools.go('');

-- under another name, which may be one that nobody asked for
SELECT tools.go(tools.type('points', 'int4') || 'CREATE TABLE games (score points);' || :'near');
INSERT INTO games VALUES ('5');
SELECT migrate.set_model(regexp_replace(tools.type('points', 'int4') || 'CREATE TABLE games (score points);', '\mpoints\M', 'marks', 'g') ||
	regexp_replace(:'near', '\mspan\M', 'reach', 'g') || 'CREATE TYPE other;');
SET client_min_messages = notice;
\set VERBOSITY sqlstate
SELECT count(*) > 10 FROM migrate.diff();
\set VERBOSITY terse
SET client_min_messages = warning;
SELECT statement FROM migrate.diff(renames => '{public.points=marks,public.span=reach}') ORDER BY step;

-- proved in both directions, run, and undone
SELECT migrate.revision('empty', 'SELECT 1', 'SELECT 1', rev_id => 'aaaa');
SELECT count(*) FROM migrate.stamp('head');
SELECT migrate.set_model(tools.type('points', 'int8', ', SEND = points_send') || 'CREATE TABLE games (score points);');
SELECT migrate.revision('larger points', autogenerate => true, rev_id => 'bbbb');
SELECT count(*) FROM migrate.upgrade();
SELECT migrate.check();
SELECT * FROM games;
SELECT count(*) FROM migrate.downgrade('-1');
SELECT * FROM games;

-- who is not a superuser is told so
CREATE ROLE migrate_type_maker;
GRANT USAGE ON SCHEMA migrate TO migrate_type_maker;
GRANT ALL ON ALL TABLES IN SCHEMA migrate TO migrate_type_maker;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA migrate TO migrate_type_maker;
CREATE SCHEMA makers AUTHORIZATION migrate_type_maker;
GRANT CREATE ON DATABASE migrate_base_types TO migrate_type_maker;
SET migrate.schemas = 'makers';
SELECT migrate.set_model('SET search_path = makers;' || tools.type('points', 'int4'));
SET ROLE migrate_type_maker;
\set VERBOSITY default
SELECT count(*) FROM migrate.diff();
\set VERBOSITY terse
RESET ROLE;
RESET migrate.schemas;

\pset tuples_only off
\c contrib_regression
DROP DATABASE migrate_base_types;
DROP DATABASE migrate_base_types_copy;
DROP ROLE migrate_type_owner, migrate_type_user, migrate_type_maker;
