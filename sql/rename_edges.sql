-- Renames that touch each other, that everything stands on, and of odd names.
\set VERBOSITY terse
CREATE DATABASE migrate_rename_edges;
\c migrate_rename_edges
CREATE EXTENSION migrate;
CREATE SCHEMA tools;
-- The way from old to new and back, as a revision that is run in both directions; nothing is left behind.
CREATE FUNCTION tools.go(old text, new text, renames text[] DEFAULT NULL) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	one record;
	told text;
BEGIN
	EXECUTE old;
	PERFORM migrate.set_model(new);
	FOR one IN SELECT * FROM migrate.diff(renames => renames) ORDER BY step LOOP
		-- servers differ in how they print a query
		RETURN NEXT CASE WHEN one.destructive THEN '(!) ' ELSE '' END ||
			CASE lower(one.kind) WHEN 'view' THEN split_part(one.statement, E' AS\n', 1) ELSE one.statement END;
	END LOOP;
	PERFORM migrate.revision('there and back', autogenerate => true, renames => renames, rev_id => 'edge');
	PERFORM migrate.upgrade('head');
	PERFORM migrate.check();
	PERFORM migrate.downgrade('base');
	PERFORM migrate.set_model(old);
	PERFORM migrate.check();
	RAISE EXCEPTION 'done';
EXCEPTION WHEN OTHERS THEN
	IF sqlerrm <> 'done' THEN
		GET STACKED DIAGNOSTICS told = PG_EXCEPTION_DETAIL;
		RETURN NEXT sqlerrm || E'\n' || told;
	END IF;
END $$;
\pset tuples_only on
SET client_min_messages = warning;

-- two columns take each other's names, with what they hold
SELECT tools.go($$create table t (a int primary key, b text default 'x')$$,
$$create table t (b int primary key, a text default 'x')$$,
ARRAY['t.a=b', 't.b=a']);

-- a chain, in whichever order it is told
SELECT tools.go($$create table t (a int, b text, k int)$$,
$$create table t (b int, c text, k int)$$,
ARRAY['t.a=b', 't.b=c']);

SELECT tools.go($$create table t (a int, b text, k int)$$,
$$create table t (b int, c text, k int)$$,
ARRAY['t.b=c', 't.a=b']);

-- three in a ring
SELECT tools.go($$create table t (a int, b text, c date)$$,
$$create table t (b int, c text, a date)$$,
ARRAY['t.a=b', 't.b=c', 't.c=a']);

-- two tables, and all that is named after them
SELECT tools.go($$create table a (x serial primary key, i int);
	create index on a (i);
	create table b (y serial primary key, a_x int references a)$$,
$$create table b (x serial primary key, i int);
	create index on b (i);
	create table a (y serial primary key, a_x int references b)$$,
ARRAY['a=b', 'b=a']);

SELECT tools.go($$create table a (x int primary key);
	create table b (y text)$$,
$$create table b (x int primary key);
	create table c (y text)$$,
ARRAY['a=b', 'b=c']);

-- swapped names that nobody calls a rename are other types
SELECT tools.go($$create table t (a int, b text)$$,
$$create table t (b int, a text)$$);

-- a column that everything stands on, to a word of SQL
SELECT tools.go($$create table t (a int, b int generated always as (a * 2) stored, check (a > 0), c int default 3, k int unique);
	create view v as select a as x from t;
	create view w as select * from v;
	create index i on t ((a + 1)) where a > 2;
	create policy p on t using (a > 1);
	create function f() returns trigger language plpgsql as 'begin return new; end';
	create trigger tr before update of a on t for each row when (new.a > 0) execute function f();
	create statistics st on a, b from t;
	create rule r as on delete to t where old.a > 1 do instead nothing;
	create materialized view m as select a as x from t;
	create table r (k int references t (k))$$,
$$create table t ("Order" int, b int generated always as ("Order" * 2) stored, check ("Order" > 0), c int default 3, k int unique);
	create view v as select "Order" as x from t;
	create view w as select * from v;
	create index i on t (("Order" + 1)) where "Order" > 2;
	create policy p on t using ("Order" > 1);
	create function f() returns trigger language plpgsql as 'begin return new; end';
	create trigger tr before update of "Order" on t for each row when (new."Order" > 0) execute function f();
	create statistics st on "Order", b from t;
	create rule r as on delete to t where old."Order" > 1 do instead nothing;
	create materialized view m as select "Order" as x from t;
	create table r (k int references t (k))$$,
ARRAY['t.a="Order"']);

-- words of SQL and mixed case
SELECT tools.go($$create table t (a int);
	create table u (x int)$$,
$$create table "select" ("user" int);
	create table "User" (x int)$$,
ARRAY['t="select"', 't.a="user"', 'u="User"']);

-- as long as names get, and longer than that
SELECT tools.go($$create table t (a int primary key)$$,
$$create table ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt (ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc int primary key)$$,
ARRAY['t=ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttoolong', 't.a=ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccctoolong']);

-- with another type, a default and NOT NULL
SELECT tools.go($$create table t (a int, b varchar(10))$$,
$$create table t (aa bigint not null default 0, b varchar(10));
	create index on t (aa)$$,
ARRAY['t.a=aa']);

-- with another type under a view
SELECT tools.go($$create table t (a int, b varchar(10));
	create view v as select a from t$$,
$$create table t (aa text, b varchar(10));
	create view v as select aa from t$$,
ARRAY['t.a=aa']);

-- keys on both sides
SELECT tools.go($$create table p (id int primary key);
	create table c (p_id int references p, constraint x check (p_id > 0))$$,
$$create table parents (pid int primary key);
	create table c (parent_id int references parents, constraint x check (parent_id > 0))$$,
ARRAY['p=parents', 'p.id=pid', 'c.p_id=parent_id']);

-- a table, its columns and their sequences
SELECT tools.go($$create table t (id serial primary key, no int generated always as identity)$$,
$$create table u (uid serial primary key, nr int generated always as identity)$$,
ARRAY['t=u', 't.id=uid', 't.no=nr']);

-- partitions, children, typed tables
SELECT tools.go($$create table t (a int, b int) partition by range (a);
	create table t1 partition of t for values from (0) to (10);
	create index on t (b)$$,
$$create table s (aa int, b int) partition by range (aa);
	create table s1 partition of s for values from (0) to (10);
	create index on s (b)$$,
ARRAY['t=s', 't.a=aa', 't1=s1']);

SELECT tools.go($$create table t (a int, b int);
	create table c (d int) inherits (t)$$,
$$create table t (aa int, b int);
	create table c (d int) inherits (t)$$,
ARRAY['t.a=aa']);

SELECT tools.go($$create type ty as (a int, b int);
	create table c of ty$$,
$$create type ty as (aa int, b int);
	create table c of ty$$,
ARRAY['ty.a=aa']);

-- functions of three kinds
SELECT tools.go($$create function f(a int) returns int language sql as 'select 1';
	create view v as select f(1) as x;
	create procedure p(a int) language sql as 'select 1';
	create aggregate a(int) (sfunc = int4pl, stype = int)$$,
$$create function g(a int) returns int language sql as 'select 1';
	create view v as select g(1) as x;
	create procedure q(a int) language sql as 'select 1';
	create aggregate b(int) (sfunc = int4pl, stype = int)$$,
ARRAY['f=g', 'p=q', 'a=b']);

-- domains with their constraints, sequences that defaults read
SELECT tools.go($$create domain d as int constraint c check (value > 0);
	create sequence s;
	create table t (a int default nextval('s'))$$,
$$create domain d2 as int constraint c2 check (value > 0);
	create sequence s2;
	create table t (a int default nextval('s2'))$$,
ARRAY['d=d2', 'd.c=c2', 's=s2']);

-- values of an enum
SELECT tools.go($$create type mood as enum ('sad', 'ok');
	create table t (m mood default 'sad')$$,
$$create type mood as enum ('unhappy', 'ok');
	create table t (m mood default 'unhappy')$$,
ARRAY['mood.sad=unhappy']);

SELECT tools.go($$create type mood as enum ('sad', 'ok', 'It''s');
	create table t (m mood default 'sad');
	create view v as select * from t where m = 'ok'$$,
$$create type mood as enum ('ok', 'Sad', 'it');
	create table t (m mood default 'ok');
	create view v as select * from t where m = 'Sad'$$,
ARRAY['mood.sad=ok', 'mood.ok="Sad"', 'public.mood."It''s"=it']);

SELECT tools.go($$create type mood as enum ('sad', 'ok');
	create table t (m mood default 'sad')$$,
$$create type moods as enum ('a', 'unhappy', 'ok', 'z');
	create table t (m moods default 'unhappy')$$,
ARRAY['mood=moods', 'mood.sad=unhappy']);

-- told by the model: a chain, and a value; they stay when they are made
SELECT migrate.revision('first', $$CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood, a int, b text)$$, rev_id => 'first');
SELECT revision FROM migrate.upgrade('head');
INSERT INTO t VALUES ('sad', 1, 'one');
SELECT migrate.set_model($$CREATE TYPE mood AS ENUM (
	-- migrate:renamed-from mood.sad
	'it''s',
	'ok'
);
CREATE TABLE t (
	m mood,
	-- migrate:renamed-from t.a
	b int,
	-- migrate:renamed-from public.t.b
	c text
)$$);
SELECT statement, destructive FROM migrate.diff();
SELECT migrate.revision('told', autogenerate => true, rev_id => 'told');
SELECT revision FROM migrate.upgrade('head');
SELECT migrate.check();
SELECT * FROM t;

-- derived from what somebody wrote
SELECT migrate.revision('written', $$ALTER TYPE mood RENAME VALUE 'it''s' TO 'B'; ALTER TYPE mood RENAME VALUE 'ok' TO 'c'$$, rev_id => 'written');
SELECT downgrade FROM migrate.revisions WHERE revision = 'written';
SELECT revision FROM migrate.upgrade('head');
SELECT * FROM t;
SELECT revision FROM migrate.downgrade('first');
SELECT * FROM t;
SELECT migrate.remove('written');
SELECT migrate.remove('told');

-- suggested, and not guessed
SET client_min_messages = notice;
SELECT migrate.set_model($$CREATE TYPE mood AS ENUM ('bad', 'ok'); CREATE TABLE t (m mood, a int, b text)$$);
SELECT statement FROM migrate.diff();

-- refused
SELECT * FROM migrate.diff(renames => ARRAY['mood.gone=bad']);
SELECT * FROM migrate.diff(renames => ARRAY['mood.sad=gone']);
SELECT * FROM migrate.diff(renames => ARRAY['mood.sad=bad', 'mood.ok=bad']);
SELECT migrate.set_model($$CREATE TYPE mood AS ENUM (
	-- migrate:renamed-from sad
	'bad')$$);
SELECT * FROM migrate.diff();
SELECT migrate.set_model($$-- migrate:renamed-from mood
'bad$$);
SELECT * FROM migrate.diff();

-- a schema, with what it holds and what is called by it
SET migrate.schemas = 'app, app2, public';
SET client_min_messages = warning;
SELECT revision FROM migrate.downgrade('base');
SELECT migrate.remove('first');
SELECT tools.go($$CREATE SCHEMA app; CREATE TABLE app.t (id serial PRIMARY KEY, b text);
	CREATE VIEW app.v AS SELECT id, b FROM app.t; CREATE VIEW public.pv AS SELECT id, b FROM app.t$$,
$$CREATE SCHEMA app2; CREATE TABLE app2.u (id serial PRIMARY KEY, bb text, c int);
	CREATE VIEW app2.v AS SELECT id, bb AS b FROM app2.u; CREATE VIEW public.pv AS SELECT id, bb AS b FROM app2.u$$,
ARRAY['schema:app=app2', 'app.t=u', 'app.t.b=bb']);
SET migrate.schemas = 'app';
SELECT tools.go('CREATE SCHEMA app', 'CREATE SCHEMA app2', ARRAY['app=app2']);
\c contrib_regression
DROP DATABASE migrate_rename_edges;
