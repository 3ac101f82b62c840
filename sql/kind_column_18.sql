-- What servers know of a column from 18 on: its NOT NULL by name, with states,
-- and values that are generated as they are read.
SELECT current_setting('server_version_num')::integer < 180000 AS older \gset
\if :older
\quit
\endif
\set VERBOSITY terse
CREATE DATABASE migrate_column_18;
\c migrate_column_18
SET client_min_messages = warning;
CREATE EXTENSION migrate;
CREATE SCHEMA tools;
-- Takes the database to a model and back, and shows how; what is there in between are the names.
CREATE FUNCTION tools.go(model text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM migrate.set_model(model);
	PERFORM migrate.revision('there', autogenerate => true, rev_id => 'there');
	RETURN QUERY SELECT r.upgrade || E'---\n' || r.downgrade FROM migrate.revisions r WHERE r.revision = 'there';
	PERFORM migrate.upgrade();
	PERFORM migrate.check();
	RETURN QUERY SELECT concat_ws(' ', conrelid::regclass, nullif(contypid, 0)::regtype, conname,
		CASE WHEN connoinherit THEN 'NO INHERIT' END, CASE WHEN NOT convalidated THEN 'NOT VALID' END)
		FROM pg_constraint WHERE contype = 'n' AND connamespace = 'public'::regnamespace ORDER BY 1;
	PERFORM migrate.downgrade('base');
	PERFORM migrate.remove('there');
END $$;
\pset tuples_only on
\pset format unaligned

-- what a new table says, and what it need not
SELECT tools.go($$
CREATE TABLE t (chosen int NOT NULL, given int CONSTRAINT stays NOT NULL, alone int NOT NULL NO INHERIT,
	serial serial, named serial CONSTRAINT ff NOT NULL, identity int GENERATED ALWAYS AS IDENTITY CONSTRAINT gg NOT NULL,
	late int, virtual int GENERATED ALWAYS AS (given + 1), stored int GENERATED ALWAYS AS (given + 1) STORED);
ALTER TABLE t ADD CONSTRAINT unproved NOT NULL late NOT VALID;
CREATE TABLE alike (LIKE t);
CREATE DOMAIN d AS int CONSTRAINT dd NOT NULL;
CREATE DOMAIN e AS int NOT NULL;
COMMENT ON CONSTRAINT stays ON t IS 'a name to be known by';
COMMENT ON CONSTRAINT dd ON DOMAIN d IS 'and this';
$$);

-- each of them given, taken, renamed, and in another state
CREATE TABLE t (a int, b int NOT NULL, c int GENERATED ALWAYS AS (a + 1) VIRTUAL, k int NOT NULL, m int CONSTRAINT mm NOT NULL,
	s int GENERATED ALWAYS AS (b) STORED, s2 int GENERATED ALWAYS AS (b) STORED);
ALTER TABLE t ADD CONSTRAINT inv NOT NULL a NOT VALID;
CREATE TABLE n (a int, CONSTRAINT n_a_not_null CHECK (a IS NOT NULL));
CREATE DOMAIN d AS int;
CREATE DOMAIN d2 AS int NOT NULL;
CREATE DOMAIN d3 AS int CONSTRAINT yy NOT NULL;
SELECT tools.go($$
CREATE TABLE t (a int CONSTRAINT nn NOT NULL, b int CONSTRAINT bb NOT NULL, c int GENERATED ALWAYS AS (a + 2) VIRTUAL,
	k int NOT NULL NO INHERIT, m int, s int GENERATED ALWAYS AS (b + k) STORED, s2 int GENERATED ALWAYS AS (b) VIRTUAL);
ALTER TABLE t ADD CONSTRAINT unproved NOT NULL m NOT VALID;
CREATE TABLE n (a int NOT NULL);
CREATE DOMAIN d AS int CONSTRAINT xx NOT NULL;
CREATE DOMAIN d2 AS int CONSTRAINT xy NOT NULL;
CREATE DOMAIN d3 AS int;
$$);
DROP TABLE t, n;
DROP DOMAIN d, d2, d3;

-- one that another table has the name of: the server would choose a second one
CREATE TABLE one (id bigint, price int);
CREATE TABLE alike (LIKE one);
SELECT tools.go('CREATE TABLE one (id bigint, price int NOT NULL); CREATE TABLE alike (LIKE one);');
DROP TABLE one, alike;

-- of its own, beside those of what it descends from
CREATE TABLE p (a int CONSTRAINT pn NOT NULL, b int);
CREATE TABLE pc (c int CONSTRAINT pcc NOT NULL) INHERITS (p);
CREATE TABLE pp (a int NOT NULL, b int NOT NULL) PARTITION BY LIST (a);
SELECT tools.go($$
CREATE TABLE p (a int CONSTRAINT pm NOT NULL, b int NOT NULL);
CREATE TABLE pc (c int NOT NULL) INHERITS (p);
CREATE TABLE pp (a int NOT NULL, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE pp1 PARTITION OF pp FOR VALUES IN (1);
CREATE TABLE pp2 (a int CONSTRAINT own NOT NULL, b int NOT NULL);
ALTER TABLE pp ATTACH PARTITION pp2 FOR VALUES IN (2);
$$);
DROP TABLE p, pc, pp;

-- a key over a period, and what refers to it; checks that are not enforced
CREATE EXTENSION btree_gist;
SELECT tools.go($$
CREATE EXTENSION btree_gist;
CREATE TABLE room (id int, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE booked (id int, during daterange, CONSTRAINT fits FOREIGN KEY (id, PERIOD during) REFERENCES room (id, PERIOD during));
CREATE TABLE loose_of (x int PRIMARY KEY);
CREATE TABLE loose (a int CONSTRAINT positive CHECK (a > 0) NOT ENFORCED, b int REFERENCES loose_of NOT ENFORCED);
$$);
\c contrib_regression
DROP DATABASE migrate_column_18;
