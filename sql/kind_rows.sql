-- Tables that are made anew have their rows in the end, and their sequences go on.
CREATE SCHEMA rows;
SET search_path = rows;
SET migrate.schemas = 'rows';

-- A plain table becomes partitioned, under all that a table can have.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE place (name text PRIMARY KEY);
CREATE TABLE visit (
    id serial PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    at date NOT NULL,
    place text REFERENCES place,
    cost int,
    twice int GENERATED ALWAYS AS (cost * 2) STORED,
    mood mood DEFAULT 'ok'
);
CREATE INDEX ON visit (at);
CREATE TABLE photo (visit int REFERENCES visit, file text);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no more visits'; END $$;
CREATE TRIGGER closed BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE VIEW recent AS SELECT at, place FROM visit;
CREATE MATERIALIZED VIEW costs AS SELECT sum(cost) FROM visit;
ALTER TABLE visit DISABLE TRIGGER closed;
INSERT INTO place VALUES ('here'), ('there');
INSERT INTO visit (at, place, cost, mood)
    SELECT date '2024-12-30' + i, CASE WHEN i % 2 = 0 THEN 'here' ELSE 'there' END, i, 'glad' FROM generate_series(1, 4) i;
INSERT INTO photo SELECT id, 'file' FROM visit;
DELETE FROM photo WHERE visit = 4;
DELETE FROM visit WHERE id = 4;
ALTER TABLE visit ENABLE TRIGGER closed;
SELECT migrate.set_model($$
CREATE SCHEMA rows;
SET search_path = rows;
CREATE TYPE mood AS ENUM ('glad', 'ok');
CREATE TABLE place (name text PRIMARY KEY);
CREATE TABLE visit (
    id serial,
    number bigint GENERATED ALWAYS AS IDENTITY,
    at date NOT NULL,
    place text REFERENCES place,
    cost bigint,
    twice bigint GENERATED ALWAYS AS (cost * 2) STORED,
    mood mood DEFAULT 'ok',
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE visit_24 PARTITION OF visit FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE visit_25 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY RANGE (at);
CREATE TABLE visit_25_1 PARTITION OF visit_25 FOR VALUES FROM ('2025-01-01') TO ('2025-01-02');
CREATE TABLE visit_25_rest PARTITION OF visit_25 DEFAULT;
CREATE INDEX ON visit (at);
CREATE TABLE photo (visit int, file text);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no more visits''; END ';
CREATE TRIGGER closed BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE VIEW recent AS SELECT at, place FROM visit;
CREATE MATERIALIZED VIEW costs AS SELECT sum(cost) FROM visit;
$$);
SELECT action, destructive, statement FROM migrate.diff() WHERE action IN ('save', 'restore') OR destructive;
SELECT migrate.revision('by year', autogenerate => true, rev_id => 'aaaa00000001');
SELECT revision FROM migrate.upgrade();
SELECT tableoid::regclass, id, number, at, place, twice, mood FROM visit ORDER BY id;
SELECT * FROM costs;
ALTER TABLE visit DISABLE TRIGGER closed;
INSERT INTO visit (at) VALUES ('2025-05-05') RETURNING id, number;
ALTER TABLE visit ENABLE TRIGGER closed;
SELECT migrate.check();

-- And back: rows of partitions are rows of the table.
SELECT revision FROM migrate.downgrade('base');
SELECT tableoid::regclass, id, number, at, mood FROM visit ORDER BY id;
SELECT migrate.remove('aaaa00000001');

-- Another key: partitions that stay are detached with their rows, those that
-- go give theirs.  A column that goes is lost.
CREATE SCHEMA keys;
SET search_path = keys;
SET migrate.schemas = 'keys';
CREATE TABLE kept (a int, b int, gone text) PARTITION BY RANGE (a);
CREATE TABLE kept_1 PARTITION OF kept FOR VALUES FROM (1) TO (10);
CREATE TABLE kept_2 PARTITION OF kept FOR VALUES FROM (10) TO (20);
INSERT INTO kept SELECT i, i, 'lost' FROM generate_series(1, 12) i;
SELECT migrate.set_model($$
CREATE SCHEMA keys;
CREATE TABLE keys.kept (a int, b int) PARTITION BY RANGE (b);
CREATE TABLE keys.kept_1 (a int, b int, gone text);
CREATE TABLE keys.kept_rest PARTITION OF keys.kept DEFAULT;
$$);
BEGIN;
SELECT destructive, statement FROM migrate.diff();
SELECT migrate.revision('another key', autogenerate => true, rev_id => 'aaaa00000002');
SELECT count(*) FROM migrate.upgrade();
SELECT tableoid::regclass, count(*) FROM kept GROUP BY 1;
SELECT count(gone) FROM kept_1;
ROLLBACK;

-- All of its partitions stay: it has no rows of its own.
SELECT migrate.set_model($$
CREATE SCHEMA keys;
CREATE TABLE keys.kept (a int, b int, gone text) PARTITION BY LIST (b);
CREATE TABLE keys.kept_1 PARTITION OF keys.kept FOR VALUES IN (1, 2, 3, 4, 5, 6, 7, 8, 9);
CREATE TABLE keys.kept_2 PARTITION OF keys.kept DEFAULT;
$$);
SELECT destructive, statement FROM migrate.diff();

-- Rows for which there is no partition are not lost, either.
SELECT migrate.set_model($$
CREATE SCHEMA keys;
CREATE TABLE keys.kept (a int, b int, gone text) PARTITION BY LIST (b);
CREATE TABLE keys.kept_9 PARTITION OF keys.kept FOR VALUES IN (9);
$$);
BEGIN;
SELECT migrate.revision('too few', autogenerate => true, rev_id => 'aaaa00000003');
SAVEPOINT before;
SELECT count(*) FROM migrate.upgrade();
ROLLBACK TO before;
SELECT count(*) FROM kept;
ROLLBACK;
DROP TABLE kept;

-- Columns are inherited alone, or local, for good: the table that is to have
-- them otherwise is made anew.  What row security hides is not lost unseen.
SET client_min_messages = warning;
CREATE TABLE base (a int, b text);
CREATE TABLE child (a int, b text, c point);
CREATE TABLE other (a int) INHERITS (base);
CREATE TABLE loose () INHERITS (base);
ALTER TABLE child FORCE ROW LEVEL SECURITY;
INSERT INTO child VALUES (1, 'one', '(1,1)');
INSERT INTO other VALUES (2, 'two');
INSERT INTO loose VALUES (3, 'three');
SELECT migrate.set_model($$
CREATE SCHEMA keys;
CREATE TABLE keys.base (a int, b text);
CREATE TABLE keys.child (c point) INHERITS (keys.base);
ALTER TABLE keys.child FORCE ROW LEVEL SECURITY;
CREATE TABLE keys.other (b text) INHERITS (keys.base);
CREATE TABLE keys.loose (a int, b text);
$$);
SELECT destructive, statement FROM migrate.diff();
SELECT migrate.revision('inherit', autogenerate => true, rev_id => 'aaaa00000004');
SELECT revision FROM migrate.upgrade();
SELECT attrelid::regclass, attname, attislocal FROM pg_attribute
 WHERE attrelid = ANY ('{child,other,loose}'::regclass[]) AND attnum > 0 ORDER BY 1, attnum;
SELECT tableoid::regclass, * FROM base;
SELECT * FROM child;
SELECT revision FROM migrate.downgrade('-1');
SELECT attrelid::regclass, attname, attislocal FROM pg_attribute
 WHERE attrelid = ANY ('{child,other,loose}'::regclass[]) AND attnum > 0 ORDER BY 1, attnum;
SELECT tableoid::regclass, * FROM base;
SELECT * FROM child;

SELECT migrate.remove('aaaa00000004');
DROP TABLE base, child, other, loose CASCADE;

-- A column of the partition key gets another type in a table that is new; one
-- that a parent gives up, or gets, is there while the rows are put aside and fetched.
CREATE TYPE side AS ENUM ('left', 'right');
CREATE TABLE move (at side, id int, n int) PARTITION BY LIST (at);
CREATE TABLE move_left PARTITION OF move FOR VALUES IN ('left') PARTITION BY HASH ((id + 1));
CREATE TABLE move_left_0 PARTITION OF move_left FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE move_right PARTITION OF move FOR VALUES IN ('right');
CREATE TABLE base (a int, b text);
CREATE TABLE child (c int) INHERITS (base);
INSERT INTO move VALUES ('left', 1, 1), ('right', 2, 2);
INSERT INTO child VALUES (1, 'one', 2);
SELECT migrate.set_model($$
CREATE SCHEMA keys;
CREATE TYPE keys.side AS ENUM ('right', 'left');
CREATE TABLE keys.move (at keys.side, id bigint, n int) PARTITION BY LIST (at);
CREATE TABLE keys.move_left PARTITION OF keys.move FOR VALUES IN ('left') PARTITION BY HASH ((id + 1));
CREATE TABLE keys.move_left_0 PARTITION OF keys.move_left FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE keys.move_right PARTITION OF keys.move FOR VALUES IN ('right');
CREATE TABLE keys.base (a int);
CREATE TABLE keys.child (c int, b text) INHERITS (keys.base);
$$);
SELECT destructive, statement FROM migrate.diff();
SELECT migrate.revision('types', autogenerate => true, rev_id => 'aaaa00000005');
SELECT revision FROM migrate.upgrade();
SELECT tableoid::regclass, * FROM move ORDER BY id;
SELECT * FROM child;
SELECT revision FROM migrate.downgrade('-1');
SELECT tableoid::regclass, * FROM move ORDER BY id;
SELECT * FROM child;
SELECT migrate.remove('aaaa00000005');
DROP TABLE base, child CASCADE;

-- Another parent with a column that is not there yet, parents in another order,
-- a column that a child keeps when its parent gives it up.
CREATE TABLE first (a int);
CREATE TABLE second (b int, c int);
CREATE TABLE one (d int) INHERITS (first);
CREATE TABLE pair (d int) INHERITS (first, second);
CREATE TABLE keeps () INHERITS (second);
INSERT INTO one VALUES (1, 2);
INSERT INTO pair VALUES (1, 2, 3, 4);
INSERT INTO keeps VALUES (1, 2);
SELECT migrate.set_model($$
CREATE SCHEMA keys;
CREATE TYPE keys.side AS ENUM ('left', 'right');
CREATE TABLE keys.first (a int);
CREATE TABLE keys.second (b int);
CREATE TABLE keys.one (d int) INHERITS (keys.first, keys.second);
CREATE TABLE keys.pair (d int) INHERITS (keys.second, keys.first);
CREATE TABLE keys.keeps (c int) INHERITS (keys.second);
$$);
SELECT statement FROM migrate.diff() WHERE action = 'save';
SELECT migrate.revision('parents', autogenerate => true, rev_id => 'aaaa00000006');
SELECT revision FROM migrate.upgrade();
SELECT * FROM one, pair, keeps;
SELECT revision FROM migrate.downgrade('-1');
SELECT * FROM one, pair, keeps;
SELECT migrate.remove('aaaa00000006');

-- A partition that comes with a foreign key under another name has the parent's.
CREATE TABLE one_key (id int PRIMARY KEY);
CREATE TABLE parts (a int, b int REFERENCES one_key) PARTITION BY LIST (a);
CREATE TABLE part (a int, b int CONSTRAINT other REFERENCES one_key);
SELECT migrate.set_model($$
CREATE SCHEMA keys;
CREATE TABLE keys.one_key (id int PRIMARY KEY);
CREATE TABLE keys.parts (a int, b int REFERENCES keys.one_key) PARTITION BY LIST (a);
CREATE TABLE keys.part PARTITION OF keys.parts FOR VALUES IN (1);
$$);
SELECT statement FROM migrate.diff() WHERE object LIKE '%part%';
DROP TABLE part, parts, one_key;

-- A partition gets other bounds while a column of all gets another type.
CREATE TABLE span (a int, b int) PARTITION BY RANGE (b);
CREATE TABLE span_1 PARTITION OF span FOR VALUES FROM (1) TO (5);
INSERT INTO span VALUES (1, 2);
SELECT migrate.set_model($$
CREATE SCHEMA keys;
CREATE TABLE keys.span (a bigint, b int) PARTITION BY RANGE (b);
CREATE TABLE keys.span_1 PARTITION OF keys.span FOR VALUES FROM (1) TO (6);
$$);
SELECT destructive, statement FROM migrate.diff() WHERE object LIKE '%span%';
SELECT migrate.revision('bounds', autogenerate => true, rev_id => 'aaaa00000007');
SELECT revision FROM migrate.upgrade();
SELECT * FROM span_1;
SELECT revision FROM migrate.downgrade('-1');
SELECT * FROM span_1;
SELECT migrate.remove('aaaa00000007');
SELECT migrate.set_model(NULL);
DROP SCHEMA rows, keys CASCADE;
