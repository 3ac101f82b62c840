-- Partitions: their indexes and keys are the server's, where it would make the same.
CREATE SCHEMA part;
SET search_path = part;
SET migrate.schemas = 'part';

CREATE TABLE event (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE TABLE event_24 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO event VALUES (1, '2024-05-05', 'kept');

-- What the server makes is not written: one statement for the whole, and a
-- partition that comes later has its indexes by that, renamed where need be.
SELECT migrate.set_model($$
CREATE SCHEMA part;
CREATE TABLE part.event (id int NOT NULL, at date NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE part.event_24 PARTITION OF part.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE part.event_25 PARTITION OF part.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX ON part.event (note);
ALTER INDEX part.event_25_note_idx RENAME TO event_25_by_note;
COMMENT ON INDEX part.event_24_note_idx IS 'comes along';
$$);
SELECT statement FROM migrate.diff();
SELECT migrate.revision('indexes', autogenerate => true, rev_id => 'aaaa00000001');
SELECT revision FROM migrate.upgrade();
SELECT statement FROM migrate.diff();

-- Names of their own for parts of tables that are there: each is written out
-- and attached.
SELECT migrate.set_model($$
CREATE SCHEMA part;
CREATE TABLE part.event (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE TABLE part.event_24 PARTITION OF part.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE part.event_25 PARTITION OF part.event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (id);
CREATE TABLE part.event_25_1 PARTITION OF part.event_25 FOR VALUES IN (1);
ALTER TABLE ONLY part.event ADD CONSTRAINT event_key PRIMARY KEY (id, at);
ALTER TABLE part.event_24 ADD CONSTRAINT key_24 PRIMARY KEY (id, at);
ALTER INDEX part.event_key ATTACH PARTITION part.key_24;
ALTER TABLE part.event_25 ADD CONSTRAINT key_25 PRIMARY KEY (id, at);
ALTER INDEX part.event_key ATTACH PARTITION part.key_25;
CREATE INDEX lower_24 ON part.event_24 (lower(note));
$$);
SELECT statement FROM migrate.diff();
SELECT migrate.revision('names of their own', autogenerate => true, rev_id => 'aaaa00000002');
SELECT revision FROM migrate.upgrade();
SELECT statement FROM migrate.diff();

-- A part that goes takes the whole with it; a key may stand behind an index.
SELECT migrate.set_model($$
CREATE SCHEMA part;
CREATE TABLE part.event (id int NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE TABLE part.event_24 PARTITION OF part.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE part.event_25 (id int CONSTRAINT event_id_not_null NOT NULL, at date CONSTRAINT event_at_not_null NOT NULL, note text) PARTITION BY LIST (id);
CREATE TABLE part.event_25_1 PARTITION OF part.event_25 FOR VALUES IN (1);
CREATE UNIQUE INDEX event_key ON ONLY part.event (id, at);
ALTER TABLE part.event_24 ADD CONSTRAINT key_24 PRIMARY KEY (id, at);
ALTER INDEX part.event_key ATTACH PARTITION part.key_24;
$$);
SELECT statement FROM migrate.diff();
SELECT migrate.revision('one goes', autogenerate => true, rev_id => 'aaaa00000003');
SELECT revision FROM migrate.upgrade();
SELECT statement FROM migrate.diff();

SELECT count(*) FROM migrate.downgrade('base');
SELECT c.relname, x.indisvalid FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
 WHERE c.relnamespace = 'part'::regnamespace ORDER BY 1;
SELECT * FROM event;

SELECT migrate.remove('aaaa00000003'), migrate.remove('aaaa00000002'), migrate.remove('aaaa00000001');

-- What a partition or a child was given is its own when it leaves: checks, and
-- foreign keys.  What it is not to have then is dropped, what it is to have again
-- is there before it comes back.
CREATE SCHEMA given;
SET migrate.schemas = 'given';
SET search_path = given;
CREATE TABLE kind (id int PRIMARY KEY);
CREATE TABLE item (id int NOT NULL, kind int REFERENCES kind, CONSTRAINT positive CHECK (id > 0)) PARTITION BY RANGE (id);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (1) TO (10);
CREATE TABLE item_2 PARTITION OF item FOR VALUES FROM (10) TO (20);
CREATE TABLE item_3 PARTITION OF item FOR VALUES FROM (20) TO (30) PARTITION BY LIST (id);
CREATE TABLE item_3_20 PARTITION OF item_3 FOR VALUES IN (20);
CREATE TABLE base (a int, CONSTRAINT large CHECK (a > 10));
CREATE TABLE child () INHERITS (base);
INSERT INTO item VALUES (1), (11);
INSERT INTO child VALUES (11);
SELECT migrate.set_model($$
CREATE SCHEMA given;
SET search_path = given;
CREATE TABLE kind (id int PRIMARY KEY);
CREATE TABLE item (id int NOT NULL, kind int REFERENCES kind ON DELETE CASCADE, other int REFERENCES kind,
    CONSTRAINT positive CHECK (id >= 1)) PARTITION BY RANGE (id);
CREATE TABLE item_1 (id int CONSTRAINT item_id_not_null NOT NULL, kind int CONSTRAINT item_kind_fkey REFERENCES kind, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE item_2 (id int CONSTRAINT item_id_not_null NOT NULL, kind int);
CREATE TABLE item_3 PARTITION OF item FOR VALUES FROM (20) TO (30) PARTITION BY LIST (id);
CREATE TABLE item_3_20 PARTITION OF item_3 FOR VALUES IN (20);
CREATE TABLE item_4 PARTITION OF item FOR VALUES FROM (30) TO (40);
CREATE TABLE base (a int, CONSTRAINT large CHECK (a > 10));
CREATE TABLE child (a int);
$$);
SELECT statement, destructive FROM migrate.diff();
SELECT migrate.revision('leave', autogenerate => true, rev_id => 'aaaa00000004');
SELECT downgrade FROM migrate.revisions WHERE revision = 'aaaa00000004';
SELECT revision FROM migrate.upgrade();
SELECT statement FROM migrate.diff();
SELECT revision FROM migrate.downgrade('-1');
SELECT * FROM item, child;
SELECT migrate.remove('aaaa00000004');
DROP SCHEMA given CASCADE;

-- A partition's trigger may have a state of its own: altering or replacing the
-- one that it comes from does not take it away.
CREATE SCHEMA state;
SET migrate.schemas = 'state';
SET search_path = state;
CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE item (id int) PARTITION BY RANGE (id);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (1) TO (10);
CREATE TABLE item_2 PARTITION OF item FOR VALUES FROM (10) TO (20) PARTITION BY LIST (id);
CREATE TABLE item_2_10 PARTITION OF item_2 FOR VALUES IN (10);
CREATE TABLE item_3 PARTITION OF item FOR VALUES FROM (20) TO (30);
CREATE TRIGGER seen AFTER INSERT ON item FOR EACH ROW EXECUTE FUNCTION pass();
CREATE TRIGGER kept AFTER INSERT ON item FOR EACH ROW EXECUTE FUNCTION pass();
ALTER TABLE item_1 DISABLE TRIGGER seen;
ALTER TABLE item_1 DISABLE TRIGGER kept;
ALTER TABLE item_3 ENABLE ALWAYS TRIGGER kept;
SELECT migrate.set_model($$
CREATE SCHEMA state;
SET search_path = state;
CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE item (id int) PARTITION BY RANGE (id);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (1) TO (10);
CREATE TABLE item_2 PARTITION OF item FOR VALUES FROM (10) TO (20) PARTITION BY LIST (id);
CREATE TABLE item_2_10 PARTITION OF item_2 FOR VALUES IN (10);
CREATE TABLE item_3 (id int);
CREATE TABLE item_4 PARTITION OF item FOR VALUES FROM (30) TO (40);
CREATE TRIGGER seen AFTER INSERT OR UPDATE ON item FOR EACH ROW EXECUTE FUNCTION pass();
CREATE TRIGGER kept AFTER INSERT ON item FOR EACH ROW EXECUTE FUNCTION pass();
ALTER TABLE item ENABLE REPLICA TRIGGER kept;
ALTER TABLE item_1 DISABLE TRIGGER seen;
ALTER TABLE item_1 DISABLE TRIGGER kept;
ALTER TABLE ONLY item_2 ENABLE ALWAYS TRIGGER seen;
ALTER TABLE item_4 DISABLE TRIGGER seen;
$$);
SELECT statement FROM migrate.diff();
SELECT migrate.revision('states', autogenerate => true, rev_id => 'aaaa00000005');
SELECT downgrade FROM migrate.revisions WHERE revision = 'aaaa00000005';
SELECT revision FROM migrate.upgrade();
SELECT statement FROM migrate.diff();
SELECT revision FROM migrate.downgrade('-1');
SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE tgrelid::regclass::text ~ 'item' ORDER BY tgrelid::regclass::text COLLATE "C", tgname;
SELECT migrate.remove('aaaa00000005');
DROP SCHEMA state CASCADE;
SELECT migrate.set_model(NULL);
RESET search_path;
RESET migrate.schemas;
DROP SCHEMA part CASCADE;
