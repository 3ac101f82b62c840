-- Operator classes and families, casts, transforms, languages, access methods: there and back.
\set VERBOSITY terse
CREATE DATABASE migrate_kind_operators;
\c migrate_kind_operators
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

-- operator class: a new one takes the indexes that use it along
SELECT tools.go($$CREATE OPERATOR CLASS down FOR TYPE integer USING btree AS
	OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(integer, integer);
COMMENT ON OPERATOR CLASS down USING btree IS 'from high to low';
CREATE TABLE numbers (n integer); CREATE INDEX numbers_down ON numbers (n down); COMMENT ON INDEX numbers_down IS 'high first';$$);
INSERT INTO numbers VALUES (1), (2);
SELECT tools.go($$CREATE OPERATOR CLASS down FOR TYPE integer USING btree AS
	OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 btint4cmp(integer, integer),
	FUNCTION 2 btint4sortsupport(internal);
COMMENT ON OPERATOR CLASS down USING btree IS 'from high to low, sorted fast';
CREATE TABLE numbers (n integer); CREATE INDEX numbers_down ON numbers (n down); COMMENT ON INDEX numbers_down IS 'high first';$$);
SELECT count(*) FROM numbers;
-- operator family: members between types come and go alone; a class may be the default, or have no member
SELECT tools.go($$CREATE OPERATOR FAMILY ints USING btree; COMMENT ON OPERATOR FAMILY ints USING btree IS 'numbers';
CREATE OPERATOR CLASS ints4 FOR TYPE integer USING btree FAMILY ints AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE OPERATOR CLASS bare DEFAULT FOR TYPE xid USING gist AS STORAGE integer;$$);
SELECT tools.go($$CREATE OPERATOR FAMILY ints USING btree; COMMENT ON OPERATOR FAMILY ints USING btree IS 'numbers';
CREATE OPERATOR CLASS ints4 FOR TYPE integer USING btree FAMILY ints AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE OPERATOR CLASS bare DEFAULT FOR TYPE xid USING gist AS STORAGE xid;
ALTER OPERATOR FAMILY ints USING btree ADD OPERATOR 1 < (integer, bigint), OPERATOR 3 = (integer, bigint),
	FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);$$);
SELECT tools.go($$CREATE OPERATOR FAMILY ints USING btree; COMMENT ON OPERATOR FAMILY ints USING btree IS 'many numbers';
ALTER OPERATOR FAMILY ints USING btree ADD OPERATOR 1 < (integer, bigint);$$);
SELECT tools.go('');

-- cast: before what may use it, as nothing says who does
SELECT tools.go($$CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION make_pair(integer) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, $1)::public.pair';
CREATE FUNCTION first(pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a';
CREATE CAST (integer AS pair) WITH FUNCTION make_pair(integer) AS IMPLICIT;
COMMENT ON CAST (integer AS pair) IS 'twice the same';
CREATE CAST (bigint AS timestamp) WITHOUT FUNCTION;
CREATE TABLE pairs (p pair DEFAULT 5);
CREATE VIEW firsts AS SELECT first(7) AS first;$$);
SELECT tools.go($$CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION make_pair(integer) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, $1)::public.pair';
CREATE FUNCTION first(pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a';
CREATE CAST (integer AS pair) WITH FUNCTION make_pair(integer) AS ASSIGNMENT;
COMMENT ON CAST (integer AS pair) IS 'twice the same';
CREATE CAST (pair AS text) WITH INOUT;
CREATE TABLE pairs (p pair DEFAULT 5);$$);
SELECT tools.go('');

-- language, and what is written in it; transform
SELECT tools.go($$CREATE FUNCTION handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE tongue HANDLER handler; COMMENT ON LANGUAGE tongue IS 'spoken here';
CREATE FUNCTION one() RETURNS integer LANGUAGE tongue AS 'BEGIN RETURN 1; END';
CREATE FUNCTION from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'prsd_lextype';
CREATE FUNCTION to_sql(internal) RETURNS integer LANGUAGE internal IMMUTABLE AS 'prsd_lextype';
CREATE TRANSFORM FOR integer LANGUAGE tongue (FROM SQL WITH FUNCTION from_sql(internal), TO SQL WITH FUNCTION to_sql(internal));$$);
SELECT tools.go($$CREATE FUNCTION handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE TRUSTED LANGUAGE tongue HANDLER handler INLINE inline; COMMENT ON LANGUAGE tongue IS 'spoken everywhere';
REVOKE USAGE ON LANGUAGE tongue FROM PUBLIC;
CREATE FUNCTION one() RETURNS integer LANGUAGE tongue AS 'BEGIN RETURN 1; END';
CREATE FUNCTION from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'prsd_lextype';
CREATE TRANSFORM FOR integer LANGUAGE tongue (FROM SQL WITH FUNCTION from_sql(internal));
COMMENT ON TRANSFORM FOR integer LANGUAGE tongue IS 'half way';$$);
SELECT one();
SELECT tools.go('');

-- access method, of tables and of indexes
SELECT tools.go($$CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler; COMMENT ON ACCESS METHOD pile IS 'a heap';
CREATE ACCESS METHOD bush TYPE INDEX HANDLER bthandler;
CREATE TABLE things (a integer) USING pile;$$);
INSERT INTO things VALUES (1);
SELECT tools.go($$CREATE TABLE things (a integer);$$);
SELECT * FROM things;

\pset tuples_only off
\c contrib_regression
DROP DATABASE migrate_kind_operators;
