-- Types and what is made with them: each change there and back, with values stored.
\set VERBOSITY terse
CREATE DATABASE migrate_kind_types;
\c migrate_kind_types
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

-- enum: labels are added in place, at their places
SELECT tools.go($$CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE people (name text, mood mood);$$);
INSERT INTO people VALUES ('Ada', 'happy');
SELECT tools.go($$CREATE TYPE mood AS ENUM ('awful', 'sad', 'fine', 'happy', 'it''s great'); CREATE TABLE people (name text, mood mood);$$);
-- a new label that is used in the same plan, and one that goes, take a new type
SELECT tools.go($$CREATE TYPE mood AS ENUM ('happy', 'sad', 'new');
CREATE TABLE people (name text, mood mood DEFAULT 'new', moods mood[], CHECK (mood <> 'sad'));
CREATE VIEW new_people AS SELECT name FROM people WHERE mood = 'new';
CREATE FUNCTION better(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';$$);
SELECT tools.go($$CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE people (name text, mood mood, moods mood[], CHECK (mood <> 'sad'));
CREATE VIEW new_people AS SELECT name FROM people WHERE mood = 'happy';
CREATE FUNCTION better(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';$$);
SELECT name, mood FROM people;
-- keys that refer to each other change types together
SELECT tools.go($$CREATE TYPE kind AS ENUM ('a', 'b'); CREATE TABLE kinds (kind kind PRIMARY KEY); CREATE TABLE things (kind kind REFERENCES kinds);$$);
INSERT INTO kinds VALUES ('b');
INSERT INTO things VALUES ('b');
SELECT tools.go($$CREATE TYPE kind AS ENUM ('b', 'c'); CREATE TABLE kinds (kind kind PRIMARY KEY); CREATE TABLE things (kind kind REFERENCES kinds);$$);
SELECT kind FROM things;
SELECT tools.go('');

-- another kind of type by the same name: columns keep their values
SELECT tools.go($$CREATE TYPE state AS ENUM ('on', 'off'); CREATE TABLE lamps (state state DEFAULT 'off', before state[]);$$);
INSERT INTO lamps VALUES ('on', '{off,on}');
SELECT tools.go($$CREATE DOMAIN state AS text CHECK (VALUE IN ('on', 'off')); CREATE TABLE lamps (state state DEFAULT 'off', before state[]);$$);
SELECT tools.go($$CREATE TYPE state AS ENUM ('off', 'on'); CREATE TABLE lamps (state state DEFAULT 'off', before state[]);$$);
SELECT * FROM lamps;
SELECT tools.go($$CREATE TYPE state AS RANGE (SUBTYPE = date);$$);
SELECT tools.go('');

-- domain: default, NOT NULL and checks in place, its type by a new domain
SELECT tools.go($$CREATE DOMAIN price AS integer DEFAULT 1 NOT NULL CONSTRAINT positive CHECK (VALUE > 0); CREATE TABLE goods (price price);$$);
INSERT INTO goods VALUES (5);
SELECT tools.go($$CREATE DOMAIN price AS integer DEFAULT 2 CONSTRAINT positive CHECK (VALUE >= 0);
ALTER DOMAIN price ADD CONSTRAINT small CHECK (VALUE < 100) NOT VALID;
CREATE TABLE goods (price price);$$);
SELECT tools.go($$CREATE DOMAIN price AS bigint CONSTRAINT small CHECK (VALUE < 100); CREATE TABLE goods (price price);$$);
SELECT tools.go($$CREATE DOMAIN price AS integer DEFAULT 1 NOT NULL CONSTRAINT positive CHECK (VALUE > 0); CREATE TABLE goods (price price);$$);
SELECT price FROM goods;
SELECT tools.go('');

-- composite: attributes come and go in place
SELECT tools.go($$CREATE TYPE pair AS (a integer, b text); CREATE TABLE pairs (p pair);$$);
INSERT INTO pairs VALUES ((1, 'one'));
SELECT tools.go($$CREATE TYPE pair AS (a integer, b text, c text COLLATE "C"); CREATE TABLE pairs (p pair);$$);
-- retyped while stored, also within other types
SELECT tools.go($$CREATE TYPE pair AS (a bigint, b varchar(10), c text COLLATE "C"); CREATE DOMAIN ones AS pair CHECK ((VALUE).a > 0);
CREATE TYPE two AS (one pair, other pair[]); CREATE TABLE pairs (p pair, q two, r ones);
CREATE VIEW firsts AS SELECT (p).a FROM pairs;$$);
UPDATE pairs SET q = ROW(p, ARRAY[p]), r = p;
SELECT tools.go($$CREATE TYPE pair AS (a integer, b text, c text COLLATE "C"); CREATE DOMAIN ones AS pair CHECK ((VALUE).a > 0);
CREATE TYPE two AS (one pair, other pair[]); CREATE TABLE pairs (p pair, q two, r ones);
CREATE VIEW firsts AS SELECT (p).a FROM pairs;$$);
SELECT * FROM pairs;
SELECT tools.go($$CREATE TYPE pair AS (a integer, c text COLLATE "C"); CREATE TABLE pairs (p pair);$$);
-- retyped and in another order: rows of what both have
SELECT tools.go($$CREATE TYPE pair AS (c text, a bigint, d date); CREATE TABLE pairs (p pair);$$);
SELECT * FROM pairs;
-- where nothing is stored the order counts too
SELECT tools.go($$CREATE TYPE pair AS (c text, a integer);$$);
SELECT tools.go($$CREATE TYPE pair AS (c text, a bigint); CREATE TYPE nothing AS ();$$);
-- attributes are added in their order
SELECT tools.go($$CREATE TYPE pair AS (c text, a bigint, z integer, "B" text);$$);
-- columns and tables of one type
SELECT tools.go($$CREATE TYPE pair AS (a integer); CREATE TABLE of_it OF pair; CREATE TABLE with_it (p pair);$$);
INSERT INTO of_it VALUES (1);
INSERT INTO with_it VALUES (ROW(2));
SELECT tools.go($$CREATE TYPE pair AS (a bigint, b text); CREATE TABLE of_it OF pair; CREATE TABLE with_it (p pair);$$);
SELECT * FROM of_it, with_it;

-- range, with its multirange type
SELECT tools.go($$CREATE TYPE span AS RANGE (SUBTYPE = float8); CREATE TABLE spans (s span, m span_multirange);$$);
INSERT INTO spans VALUES ('[1,5)', '{[1,2)}');
SELECT tools.go($$CREATE TYPE span AS RANGE (SUBTYPE = bigint, SUBTYPE_DIFF = int8range_subdiff); CREATE TABLE spans (s span, m span_multirange);$$);
SELECT * FROM spans;

-- extension: what uses its members comes after it and goes before it
SELECT tools.go($$CREATE EXTENSION citext; CREATE TABLE words (word citext);$$);
INSERT INTO words VALUES ('Word');
SELECT tools.go($$CREATE EXTENSION citext SCHEMA tools; CREATE TABLE words (word tools.citext);$$);
SELECT tools.go($$CREATE TABLE words (word text);$$);
SELECT * FROM words;
-- its version: by an update; without one it is made anew, or stays while values of its types are stored
SELECT tools.go($$CREATE EXTENSION citext VERSION '1.5'; CREATE EXTENSION hstore VERSION '1.6'; CREATE TABLE bags (bag hstore);
CREATE VIEW apart AS SELECT 'A'::citext AS word;$$);
SELECT tools.go($$CREATE EXTENSION citext VERSION '1.6'; CREATE EXTENSION hstore VERSION '1.7'; CREATE TABLE bags (bag hstore);
CREATE VIEW apart AS SELECT 'A'::citext AS word;$$);
SELECT tools.go($$CREATE EXTENSION citext VERSION '1.5'; CREATE EXTENSION hstore VERSION '1.6'; CREATE TABLE bags (bag hstore);
CREATE VIEW apart AS SELECT 'A'::citext AS word;$$);
SELECT extname, extversion FROM pg_extension WHERE extname IN ('citext', 'hstore') ORDER BY extname;
SELECT tools.go($$CREATE EXTENSION citext VERSION '0.0'$$);

-- aggregate
SELECT tools.go($$CREATE FUNCTION plus(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = integer);
CREATE AGGREGATE rows(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
CREATE VIEW totals AS SELECT total(n) FROM generate_series(1, 3) n;$$);
SELECT tools.go($$CREATE FUNCTION plus(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION say(integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''sum '' || $1';
CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = integer, FINALFUNC = say, INITCOND = '1');
CREATE AGGREGATE rows(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '5', PARALLEL = SAFE);
CREATE AGGREGATE middle(float8 ORDER BY float8) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_cont_float8_final);
CREATE AGGREGATE highest(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >, MSFUNC = plus, MINVFUNC = plus, MSTYPE = integer, MFINALFUNC = plus, MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = SHAREABLE);
CREATE VIEW totals AS SELECT total(n) FROM generate_series(1, 3) n;$$);
SELECT * FROM totals;
SELECT tools.go('');

-- operator
SELECT tools.go($$CREATE FUNCTION same(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1[0] = $2[0]';
CREATE OPERATOR === (FUNCTION = same, LEFTARG = point, RIGHTARG = point, RESTRICT = eqsel);
CREATE VIEW equal AS SELECT point(1, 2) OPERATOR(public.===) point(1, 3) AS yes;$$);
SELECT tools.go($$CREATE FUNCTION same(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1[0] = $2[0]';
CREATE OPERATOR === (FUNCTION = same, LEFTARG = point, RIGHTARG = point, JOIN = eqjoinsel);
CREATE VIEW equal AS SELECT point(1, 2) OPERATOR(public.===) point(1, 3) AS yes;$$);
SELECT tools.go($$CREATE FUNCTION same(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1[0] = $2[0]';
CREATE FUNCTION other(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1[0] <> $2[0]';
CREATE OPERATOR === (FUNCTION = same, LEFTARG = point, RIGHTARG = point, COMMUTATOR = ===, NEGATOR = !==, HASHES, MERGES);
CREATE OPERATOR !== (FUNCTION = other, LEFTARG = point, RIGHTARG = point, COMMUTATOR = !==, NEGATOR = ===);
CREATE VIEW equal AS SELECT point(1, 2) OPERATOR(public.===) point(1, 3) AS yes;$$);
SELECT * FROM equal;
SELECT tools.go('');

\pset tuples_only off
\c contrib_regression
DROP DATABASE migrate_kind_types;
