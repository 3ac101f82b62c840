-- The rows stay as they are, but the column's indexes are in another order then: they are built anew, under a lock that lets nobody else read or write.
-- setup
CREATE TABLE t (id int PRIMARY KEY, b text, c text COLLATE "C");
INSERT INTO t SELECT g, g, g FROM generate_series(1, 500) g;
CREATE INDEX ON t (b);
-- reported
ALTER TABLE t ALTER COLUMN b TYPE text COLLATE "C"
-- reported
ALTER TABLE t ALTER COLUMN b TYPE varchar COLLATE "POSIX"
-- silent
ALTER TABLE t ALTER COLUMN c TYPE text COLLATE "POSIX"
-- silent
ALTER TABLE t ALTER COLUMN b TYPE text
