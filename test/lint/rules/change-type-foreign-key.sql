-- The foreign key is checked anew, and the table at its other end is locked against everybody as well.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;
CREATE TABLE part (id bigint, a int REFERENCES p);
-- reported on=p
ALTER TABLE t ALTER COLUMN a TYPE bigint
-- reported on=t
ALTER TABLE p ALTER id TYPE bigint
-- silent
ALTER TABLE t ALTER c TYPE bigint
-- silent not-observed
-- the key goes before
ALTER TABLE t DROP CONSTRAINT f; ALTER TABLE t ALTER a TYPE bigint
