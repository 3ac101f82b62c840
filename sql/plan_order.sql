-- What comes before what where the server has no edges to go by.
CREATE SCHEMA line;
SET search_path = line;
SET migrate.schemas = 'line';
SET client_min_messages = warning;
\pset tuples_only
\pset format unaligned

-- From the old objects to the new ones and back: both scripts, and what is left to do.
CREATE FUNCTION public.go(old text, new text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE old;
	PERFORM migrate.set_model('CREATE SCHEMA line; SET search_path = line;' || new);
	PERFORM migrate.revision('go', autogenerate => true, rev_id => 'aaaaaaaa');
	RETURN QUERY SELECT upgrade FROM migrate.revisions WHERE revision = 'aaaaaaaa';
	RETURN NEXT '-- back';
	RETURN QUERY SELECT downgrade FROM migrate.revisions WHERE revision = 'aaaaaaaa';
	PERFORM migrate.upgrade();
	RETURN QUERY SELECT 'left: ' || statement FROM migrate.diff();
	PERFORM migrate.downgrade('-1');
	PERFORM migrate.remove('aaaaaaaa');
	PERFORM migrate.set_model(NULL);
	DROP SCHEMA line CASCADE;
	CREATE SCHEMA line;
END $$;

-- A body is read when the function runs: what it mentions is there by then, by
-- way of other bodies, too, and of one that stays; a word that means nothing, a
-- body that mentions what needs it, and what the server knows cost nothing.
SELECT public.go($$
SET LOCAL check_function_bodies = off;
CREATE TABLE event (code text);
CREATE FUNCTION stays() RETURNS bigint LANGUAGE sql AS 'SELECT nextval(''line.number'')';
$$, $$
SET check_function_bodies = off;
CREATE SEQUENCE number;
CREATE FUNCTION stays() RETURNS bigint LANGUAGE sql AS 'SELECT nextval(''line.number'')';
CREATE TABLE event (code text, n bigint DEFAULT stays());
CREATE VIEW valid AS SELECT 'ok'::text AS code;
CREATE FUNCTION z_codes() RETURNS SETOF valid LANGUAGE sql STABLE AS 'SELECT * FROM line.valid';
CREATE FUNCTION is_valid(candidate text) RETURNS boolean LANGUAGE sql STABLE AS
	'SELECT EXISTS (SELECT FROM line.z_codes() WHERE code = candidate)';
ALTER TABLE event ADD CHECK (is_valid(code));
CREATE FUNCTION itself() RETURNS int LANGUAGE sql AS 'SELECT max(id) FROM line."Odd name" WHERE U&"id" IS NULL';
CREATE TABLE "Odd name" (id int DEFAULT itself());
CREATE FUNCTION count_rows() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM "line"."Odd name"';
CREATE MATERIALIZED VIEW a_first AS SELECT is_valid('ok') AS yes, count_rows() AS rows FROM (SELECT 1) q;
$$);

-- Bounds that a narrower type has no room for go before it comes, after it where it is wider.
SELECT public.go($$
CREATE TABLE one (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 5000000000), n bigint GENERATED ALWAYS AS IDENTITY (MINVALUE 5 MAXVALUE 9));
CREATE SEQUENCE alone MAXVALUE 5000000000;
CREATE SEQUENCE kept MAXVALUE 50;
$$, $$
CREATE TABLE one (id integer GENERATED ALWAYS AS IDENTITY, n integer GENERATED ALWAYS AS IDENTITY (MINVALUE 5 MAXVALUE 9));
CREATE SEQUENCE alone AS smallint;
CREATE SEQUENCE kept AS integer MAXVALUE 50;
$$);

-- A partition that has no part of an index is there before it, and one that has it after;
-- so are those that hold to a constraint less than others.
SELECT public.go('', $$
CREATE TABLE item (a int, n int) PARTITION BY RANGE (a);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (0) TO (10);
CREATE INDEX item_n ON ONLY item (n);
ALTER TABLE item ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
CREATE TABLE item_2 PARTITION OF item FOR VALUES FROM (10) TO (20);
COMMENT ON CONSTRAINT positive ON item_1 IS 'not valid';
$$);

-- At any depth: what is above has no part that would reach it.
SELECT public.go('', $$
CREATE TABLE item (a int) PARTITION BY RANGE (a);
CREATE TABLE low PARTITION OF item FOR VALUES FROM (0) TO (1000) PARTITION BY RANGE (a);
CREATE TABLE lower PARTITION OF low FOR VALUES FROM (0) TO (500) PARTITION BY RANGE (a);
CREATE TABLE lowest PARTITION OF lower FOR VALUES FROM (0) TO (100);
CREATE TABLE next PARTITION OF lower FOR VALUES FROM (100) TO (200);
CREATE TABLE middle PARTITION OF low FOR VALUES FROM (500) TO (600);
CREATE INDEX ON next (a);
CREATE INDEX ON ONLY lower (a);
CREATE INDEX ON item (a);
ALTER INDEX lower_a_idx ATTACH PARTITION next_a_idx;
ALTER TABLE ONLY item ADD CONSTRAINT item_key UNIQUE (a);
ALTER TABLE ONLY low ADD CONSTRAINT low_key UNIQUE (a);
ALTER INDEX item_key ATTACH PARTITION low_key;
$$);

-- A partition that has its columns in an order of its own is made by itself, and attached.
SELECT public.go('', $$
CREATE TABLE item (a int NOT NULL, b varchar(10) COLLATE "C", c int GENERATED ALWAYS AS (a * 2) STORED,
	d int DEFAULT 7 CHECK (d > 0), "E x" text NOT NULL) PARTITION BY RANGE (a);
CREATE TABLE back ("E x" text NOT NULL, d int CONSTRAINT item_d_check CHECK (d > 0),
	c int GENERATED ALWAYS AS (a * 2) STORED, b varchar(10) COLLATE "C", a int NOT NULL);
ALTER TABLE item ATTACH PARTITION back FOR VALUES FROM (0) TO (10);
CREATE TABLE deep (d int DEFAULT 9 CONSTRAINT item_d_check CHECK (d > 0), b varchar(10) COLLATE "C",
	c int GENERATED ALWAYS AS (a * 2) STORED, a int NOT NULL, "E x" text NOT NULL) PARTITION BY LIST (b);
ALTER TABLE item ATTACH PARTITION deep FOR VALUES FROM (10) TO (20);
CREATE TABLE deeper PARTITION OF deep DEFAULT;
CREATE TABLE usual PARTITION OF item DEFAULT;
CREATE INDEX item_b ON item (b);
ALTER INDEX back_b_idx RENAME TO named;
CREATE TABLE whose (id int PRIMARY KEY);
ALTER TABLE item ADD FOREIGN KEY (d) REFERENCES whose;
COMMENT ON INDEX named IS 'named';
COMMENT ON COLUMN back.d IS 'd';
CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER stop BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION stop();
ALTER TABLE back DISABLE TRIGGER stop;
ALTER TABLE back ALTER b SET STATISTICS 100;
$$);

-- A constraint that comes back over partitions is not valid in any; where it was, it is made so.
SELECT public.go($$
CREATE TABLE item (a int, n int) PARTITION BY RANGE (a);
ALTER TABLE item ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (0) TO (10);
$$, $$
CREATE TABLE item (a int, n int) PARTITION BY RANGE (a);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (0) TO (10);
$$);

-- A partition by a column of a type that is made anew comes when its parent's column has moved.
SELECT public.go($$
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE item (a int, m mood) PARTITION BY RANGE (a);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (0) TO (10) PARTITION BY LIST (m);
CREATE TABLE item_1_good PARTITION OF item_1 FOR VALUES IN ('good');
$$, $$
CREATE TYPE mood AS ENUM ('bad', 'good');
CREATE TABLE item (a int, m mood) PARTITION BY RANGE (a);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (0) TO (10) PARTITION BY LIST (m);
CREATE TABLE item_1_good PARTITION OF item_1 FOR VALUES IN ('good');
$$);

-- A column that a grandchild keeps is dropped above it table by table.
SELECT public.go($$
CREATE TABLE base (a int, b int);
CREATE TABLE child () INHERITS (base);
CREATE TABLE other () INHERITS (base);
CREATE TABLE grandchild () INHERITS (child);
$$, $$
CREATE TABLE base (a int);
CREATE TABLE child () INHERITS (base);
CREATE TABLE other () INHERITS (base);
CREATE TABLE grandchild (b bigint) INHERITS (child);
$$);

-- What the server reads otherwise than it has printed it is no difference; a comment is what it is.
SELECT public.go($$
CREATE TABLE item (a int, b text, c bool, CONSTRAINT one CHECK (a BETWEEN 1 AND 2 AND b <> ') AND ('), CONSTRAINT two CHECK ((a = 1 OR c) OR b = 'x'));
CREATE INDEX item_a ON item (a) WHERE a BETWEEN 1 AND 2 AND c AND (b = 'x' OR (a = 1 AND c));
CREATE VIEW sums AS SELECT count(*) OVER (ORDER BY a ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM item WHERE a BETWEEN 1 AND 2 AND c;
$$, $$
CREATE TABLE item (a int, b text, c bool, CONSTRAINT one CHECK ((((a >= 1) AND (a <= 2)) AND (b <> ') AND ('::text))), CONSTRAINT two CHECK ((((a = 1) OR c) OR (b = 'x'::text))));
CREATE INDEX item_a ON item USING btree (a) WHERE ((((a >= 1) AND (a <= 2)) AND c) AND ((b = 'x'::text) OR ((a = 1) AND c)));
CREATE VIEW sums AS SELECT count(*) OVER (ORDER BY item.a ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS count FROM item WHERE (((item.a >= 1) AND (item.a <= 2)) AND item.c);
COMMENT ON TABLE item IS '((a) AND (b)) AND (c)';
$$);

-- An extension leaves a schema before that goes, both ways.
SET migrate.schemas = 'line, line_old, line_new';
SELECT public.go('CREATE SCHEMA line_old; CREATE EXTENSION citext SCHEMA line_old;',
	'CREATE SCHEMA line_new; CREATE EXTENSION citext SCHEMA line_new;');
DROP SCHEMA line_old CASCADE;

-- Privileges are granted in the order in which the server keeps, and pg_dump says, them.
CREATE ROLE regress_order_a;
CREATE ROLE regress_order_b;
SELECT public.go('', $$
CREATE TABLE t (a int);
GRANT SELECT, INSERT ON t TO regress_order_b;
GRANT SELECT ON t TO PUBLIC;
GRANT DELETE ON t TO regress_order_a;
GRANT UPDATE (a) ON t TO regress_order_b;
GRANT UPDATE (a) ON t TO regress_order_a;
$$);
DROP ROLE regress_order_a;
DROP ROLE regress_order_b;

-- pg_dump writes materialized views WITH NO DATA, and what reads them must come all the
-- same.  What has no rows in the database is left without them, and so are its readers.
SELECT public.go('CREATE MATERIALIZED VIEW a AS SELECT 1 AS id; CREATE MATERIALIZED VIEW gone AS SELECT count(*) AS n FROM a WITH NO DATA;', $$
CREATE MATERIALIZED VIEW line.a AS SELECT 1 AS id WITH NO DATA;
CREATE VIEW line.b AS SELECT count(*) AS n FROM line.a;
CREATE MATERIALIZED VIEW line.c AS SELECT count(*) AS n FROM line.b WITH NO DATA;
$$);
SELECT public.go($$
CREATE MATERIALIZED VIEW a AS SELECT 1 AS id;
CREATE MATERIALIZED VIEW filled AS SELECT count(*) AS n FROM a;
REFRESH MATERIALIZED VIEW a WITH NO DATA;
$$, $$
CREATE MATERIALIZED VIEW a AS SELECT 2 AS id;
CREATE MATERIALIZED VIEW filled AS SELECT count(*) AS n FROM a;
CREATE MATERIALIZED VIEW other AS SELECT 3 AS id;
$$);

DROP FUNCTION public.go(text, text);
DROP SCHEMA line;
RESET search_path;
RESET migrate.schemas;
