-- Tables with the same thing twice, and those that have other than what they descend from.
CREATE SCHEMA twice;
SET migrate.schemas = 'twice';
SET search_path = twice;
\set VERBOSITY terse
-- The way there and back, run in both directions.
CREATE FUNCTION public.go(model text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM migrate.set_model('CREATE SCHEMA twice; SET search_path = twice; ' || model);
	PERFORM migrate.revision('there and back', autogenerate => true, rev_id => 'twice');
	RETURN QUERY SELECT upgrade FROM migrate.revisions WHERE revision = 'twice';
	PERFORM migrate.upgrade('head');
	PERFORM migrate.check();
	PERFORM migrate.downgrade('base');
	PERFORM migrate.remove('twice');
END $$;
SET client_min_messages = warning;
\pset tuples_only on

-- CREATE TABLE would make one key of two that are made of the same
SELECT public.go($$CREATE TABLE t (a int CONSTRAINT pk PRIMARY KEY, b int);
	ALTER TABLE t ADD CONSTRAINT u1 UNIQUE (a), ADD CONSTRAINT u2 UNIQUE (b) INCLUDE (a),
		ADD CONSTRAINT c1 CHECK (a > 0), ADD CONSTRAINT c2 CHECK (a > 0);
	ALTER TABLE t ADD CONSTRAINT u3 UNIQUE (b) INCLUDE (a);
	ALTER TABLE t ADD CONSTRAINT e1 EXCLUDE USING btree (b WITH =), ADD CONSTRAINT e2 EXCLUDE USING btree (b WITH =);
	ALTER TABLE t ADD CONSTRAINT u4 UNIQUE (b) INCLUDE (a) DEFERRABLE$$);

-- a partitioned table that refers to itself: a key to each of its partitions
SELECT public.go($$CREATE TABLE node (id int PRIMARY KEY, up int REFERENCES node) PARTITION BY RANGE (id);
	CREATE TABLE low PARTITION OF node FOR VALUES FROM (0) TO (10);
	CREATE TABLE high (id int CONSTRAINT node_id_not_null NOT NULL, up int);
	ALTER TABLE node ATTACH PARTITION high FOR VALUES FROM (10) TO (20)$$);

-- partitions and children with no default where the parent has one, and the other way round
SELECT public.go($$CREATE TABLE t (a int DEFAULT 1, b int) PARTITION BY LIST (a);
	CREATE TABLE t1 (a int, b int DEFAULT 3);
	ALTER TABLE t ATTACH PARTITION t1 FOR VALUES IN (1);
	CREATE TABLE p (a int DEFAULT 1, b int);
	CREATE TABLE c (extra int) INHERITS (p);
	ALTER TABLE c ALTER a DROP DEFAULT, ALTER b SET DEFAULT 3$$);

-- a child that is made anew comes after the columns that it is to have
CREATE TABLE p (a int, b numeric, c int);
CREATE TABLE c () INHERITS (p);
SELECT public.go($$CREATE TABLE p (a int, b int4range);
	ALTER TABLE p ALTER b SET STORAGE main;
	CREATE TABLE c () INHERITS (p)$$);
DROP TABLE p CASCADE;

-- storage and compression
SELECT public.go($$CREATE TABLE p (a int, b int, c text);
	ALTER TABLE p ALTER c SET STORAGE external, ALTER c SET COMPRESSION pglz;
	CREATE TABLE c (a int, b int) INHERITS (p);
	ALTER TABLE c ALTER c SET STORAGE extended$$);

-- serial stands for a sequence where it would make the same; what a table has
-- from those that it descends from is not said again
SELECT public.go($$CREATE TABLE t (id serial PRIMARY KEY, b bigserial, s smallserial);
	ALTER SEQUENCE t_b_seq CACHE 10;
	CREATE TABLE "Odd" ("Id" serial);
	CREATE TABLE c () INHERITS (t);
	CREATE TABLE other (a int NOT NULL);
	CREATE SEQUENCE other_a_seq AS int OWNED BY other.a;
	CREATE TABLE p (id serial, at date DEFAULT now(), k int DEFAULT 1) PARTITION BY LIST (k);
	CREATE TABLE m PARTITION OF p FOR VALUES IN (1) PARTITION BY RANGE (id);
	CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (2);
	CREATE TABLE m2 PARTITION OF m FOR VALUES FROM (2) TO (3);
	ALTER TABLE m ALTER at DROP DEFAULT;
	ALTER TABLE m2 ALTER k SET DEFAULT 7$$);

-- a serial column for rows that are there
CREATE TABLE old (a int);
INSERT INTO old VALUES (1), (2);
SELECT migrate.set_model('CREATE SCHEMA twice; CREATE TABLE twice.old (a int, id serial PRIMARY KEY)');
SELECT migrate.revision('numbers', autogenerate => true, rev_id => 'twice');
SELECT revision FROM migrate.upgrade('head');
SELECT * FROM old ORDER BY a;
SELECT upgrade FROM migrate.revisions WHERE revision = 'twice';
SELECT revision FROM migrate.downgrade('base');
SELECT migrate.remove('twice');
DROP TABLE old;

-- what another server holds has no way to be made something else, and needs none;
-- a published table's children are members of their own
SET client_min_messages = error;
CREATE FOREIGN DATA WRAPPER twice_wrapper;
CREATE SERVER twice_server FOREIGN DATA WRAPPER twice_wrapper;
CREATE FOREIGN TABLE far (a int, b text) SERVER twice_server;
SELECT migrate.set_model($$CREATE SCHEMA twice;
	CREATE FOREIGN DATA WRAPPER twice_wrapper;
	CREATE SERVER twice_server FOREIGN DATA WRAPPER twice_wrapper;
	CREATE FOREIGN TABLE twice.far (a date, b bytea) SERVER twice_server;
	CREATE TABLE twice.p (a int);
	CREATE TABLE twice.c () INHERITS (twice.p);
	CREATE PUBLICATION twice_publication FOR TABLE twice.p$$);
SELECT statement FROM migrate.diff() WHERE kind <> 'publication';
SELECT migrate.revision('far', autogenerate => true, rev_id => 'twice');
SELECT revision FROM migrate.upgrade('head');
SELECT migrate.check();
SELECT revision FROM migrate.downgrade('base');
SELECT migrate.remove('twice');
DROP FOREIGN DATA WRAPPER twice_wrapper CASCADE;

-- A table of a type whose attributes are to stand otherwise, or to be of types
-- that no assignment leads to, is made anew with it.
CREATE TYPE pair AS (a int, b text);
CREATE TABLE pairs OF pair (PRIMARY KEY (a));
INSERT INTO pairs VALUES (1, '2');
SELECT public.go($$CREATE TYPE pair AS (b int, a int);
	CREATE TABLE pairs OF pair (PRIMARY KEY (a))$$);
SELECT * FROM pairs;
DROP TABLE pairs;
DROP TYPE pair;

-- A domain takes no check while its values are part of others.
CREATE DOMAIN few AS text;
CREATE TABLE many (alone few, all_of_them few[]);
INSERT INTO many VALUES ('a', '{a,b}');
SELECT public.go($$CREATE DOMAIN few AS text NOT NULL CHECK (VALUE <> 'z');
	CREATE TABLE many (alone few, all_of_them few[])$$);
SELECT * FROM many;
DROP TABLE many;
DROP DOMAIN few;

-- Options have an order.
CREATE TABLE opts (a int) WITH (fillfactor = 70, autovacuum_enabled = off, parallel_workers = 2);
SELECT public.go($$CREATE TABLE opts (a int) WITH (fillfactor = 70, parallel_workers = 2, autovacuum_enabled = off)$$);
DROP TABLE opts;

-- Logged and not: a foreign key has both its tables so, or is away meanwhile.
CREATE TABLE one (id int PRIMARY KEY, two int);
CREATE TABLE two (id int PRIMARY KEY, one int REFERENCES one);
ALTER TABLE one ADD FOREIGN KEY (two) REFERENCES two;
SELECT public.go($$CREATE UNLOGGED TABLE one (id int PRIMARY KEY, two int);
	CREATE UNLOGGED TABLE two (id int PRIMARY KEY, one int REFERENCES one);
	ALTER TABLE one ADD FOREIGN KEY (two) REFERENCES two$$);
DROP TABLE one, two CASCADE;

-- A sequence goes along with its table, unless it is to differ from it.
CREATE TABLE numbered (id serial, a int, b int);
CREATE SEQUENCE apart OWNED BY numbered.a;
CREATE SEQUENCE along OWNED BY numbered.b;
SELECT public.go($$CREATE UNLOGGED TABLE numbered (id serial, a int, b int);
	CREATE SEQUENCE apart OWNED BY numbered.a;
	CREATE UNLOGGED SEQUENCE along OWNED BY numbered.b$$);
SELECT public.go($$CREATE TABLE numbered (id serial, a int, b int);
	CREATE UNLOGGED SEQUENCE apart OWNED BY numbered.a;
	CREATE SEQUENCE along OWNED BY numbered.b$$);
DROP TABLE numbered;
-- and so may that of an identity
CREATE UNLOGGED TABLE counted (a int GENERATED ALWAYS AS IDENTITY, b int);
CREATE TABLE kept (a int GENERATED ALWAYS AS IDENTITY);
ALTER SEQUENCE kept_a_seq SET UNLOGGED;
-- servers before 18 have unlogged partitioned tables, which means nothing
DO $$
BEGIN
	CREATE UNLOGGED TABLE parted (a int GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (a);
EXCEPTION WHEN OTHERS THEN
	CREATE TABLE parted (a int GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (a);
END $$;
SELECT public.go($$CREATE UNLOGGED TABLE counted (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED ALWAYS AS IDENTITY);
	ALTER SEQUENCE counted_a_seq SET LOGGED;
	CREATE UNLOGGED TABLE kept (a int GENERATED ALWAYS AS IDENTITY);
	CREATE TABLE parted (a int GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (a);
	CREATE TABLE made (a int GENERATED ALWAYS AS IDENTITY);
	ALTER SEQUENCE made_a_seq SET UNLOGGED$$);
DROP TABLE counted, kept, parted;

-- A function whose body is no text keeps the columns that it names as they are.
CREATE TABLE read (a int);
CREATE FUNCTION reader() RETURNS SETOF read BEGIN ATOMIC SELECT * FROM read; END;
SELECT public.go($$CREATE TABLE read (a bigint);
	CREATE FUNCTION reader() RETURNS SETOF read BEGIN ATOMIC SELECT * FROM read; END$$);
DROP TABLE read CASCADE;

-- Roles of a policy come in the order they were given in, which is no difference.
CREATE TABLE shown (a int);
CREATE POLICY seen ON shown TO pg_read_all_data;
SELECT public.go($$CREATE TABLE shown (a int);
	CREATE POLICY seen ON shown TO pg_read_all_data, pg_monitor; CREATE POLICY hid ON shown TO pg_read_all_stats, pg_monitor$$);
DROP POLICY seen ON shown;
CREATE POLICY seen ON shown TO pg_read_all_data, pg_monitor;
SELECT migrate.set_model($$CREATE SCHEMA twice; CREATE TABLE twice.shown (a int);
	CREATE POLICY seen ON twice.shown TO pg_monitor, pg_read_all_data$$);
SELECT count(*) FROM migrate.diff() WHERE object ~ 'seen';
DROP TABLE shown;

-- What the server makes anew with the type of a column, it does not make as it was.
CREATE TABLE summed (a int, b int);
CREATE INDEX sums ON summed ((a + b));
ALTER INDEX sums ALTER COLUMN 1 SET STATISTICS 77;
CREATE STATISTICS both_of ON a, b FROM summed;
ALTER STATISTICS both_of SET STATISTICS 50;
COMMENT ON STATISTICS both_of IS 'both';
SELECT public.go($$CREATE TABLE summed (a bigint, b int);
	CREATE INDEX sums ON summed ((a + b));
	ALTER INDEX sums ALTER COLUMN 1 SET STATISTICS 77;
	CREATE STATISTICS both_of ON a, b FROM summed;
	ALTER STATISTICS both_of SET STATISTICS 50;
	COMMENT ON STATISTICS both_of IS 'both'$$);
SELECT public.go($$CREATE TABLE summed (a int, b int);
	CREATE INDEX sums ON summed ((a + b))$$);
DROP TABLE summed;

-- Nothing takes the index or the key of a partition off the whole but making both anew.
CREATE TABLE whole (a int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE one PARTITION OF whole FOR VALUES IN (1);
CREATE TABLE two PARTITION OF whole FOR VALUES IN (2);
CREATE INDEX whole_a ON whole (a);
ALTER TABLE whole ADD CONSTRAINT whole_key UNIQUE (a);
SELECT public.go($$CREATE TABLE whole (a int NOT NULL) PARTITION BY LIST (a);
	CREATE TABLE one PARTITION OF whole FOR VALUES IN (1);
	CREATE TABLE two PARTITION OF whole FOR VALUES IN (2);
	CREATE INDEX whole_a ON ONLY whole (a);
	CREATE INDEX one_a_idx ON one (a);
	ALTER INDEX whole_a ATTACH PARTITION one_a_idx;
	CREATE INDEX two_a_idx ON two (a);
	ALTER TABLE ONLY whole ADD CONSTRAINT whole_key UNIQUE (a);
	ALTER TABLE one ADD CONSTRAINT one_a_key UNIQUE (a);
	ALTER TABLE two ADD CONSTRAINT two_a_key UNIQUE (a);
	ALTER INDEX whole_key ATTACH PARTITION two_a_key$$);
DROP TABLE whole;

-- A sequence has the owner of the table that it is linked to, at all times.
CREATE ROLE regress_table_owner;
GRANT CREATE ON SCHEMA twice TO regress_table_owner;
CREATE TABLE theirs (a bigint);
CREATE SEQUENCE free;
ALTER TABLE theirs OWNER TO regress_table_owner;
CREATE TABLE given (a int);
CREATE SEQUENCE linked OWNED BY given.a;
ALTER TABLE given OWNER TO regress_table_owner;
SELECT replace(public.go($$GRANT CREATE ON SCHEMA twice TO regress_table_owner;
	CREATE TABLE theirs (a serial);
	CREATE SEQUENCE linked;
	CREATE TABLE given (a int);
	CREATE TABLE made (a int, b serial);
	CREATE SEQUENCE free OWNED BY made.a;
	ALTER TABLE theirs OWNER TO regress_table_owner;
	ALTER TABLE given OWNER TO regress_table_owner;
	ALTER TABLE made OWNER TO regress_table_owner$$), session_user, 'whoever');
DROP TABLE theirs, given;
DROP SEQUENCE free;

-- also where the owner of that table changes in the same revision
CREATE TABLE gains (a int);
CREATE TABLE loses (a int, b int);
CREATE SEQUENCE moves OWNED BY loses.a;
SELECT replace(public.go($$GRANT CREATE ON SCHEMA twice TO regress_table_owner;
	CREATE TABLE gains (a serial);
	CREATE TABLE loses (a int, b int);
	CREATE SEQUENCE moves OWNED BY gains.a;
	ALTER TABLE gains OWNER TO regress_table_owner;
	ALTER TABLE loses OWNER TO regress_table_owner$$), session_user, 'whoever');
DROP TABLE gains, loses;
REVOKE CREATE ON SCHEMA twice FROM regress_table_owner;
DROP ROLE regress_table_owner;

-- A column keeps its values that were generated, also where they become others.
CREATE TABLE computed (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO computed VALUES (1), (NULL);
SELECT public.go('CREATE TABLE computed (a int, b int[])');
SELECT public.go('CREATE TABLE computed (a int, b bigint)');
DROP TABLE computed;

SET search_path = public;
\pset tuples_only off
SELECT migrate.set_model(NULL);
DROP FUNCTION public.go(text);
RESET search_path;
RESET migrate.schemas;
DROP SCHEMA twice;
