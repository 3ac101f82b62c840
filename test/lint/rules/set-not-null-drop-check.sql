-- A check that is valid spares SET NOT NULL from reading the table. If the same ALTER TABLE drops it, it is gone before it is asked, and every row is read.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL), ADD CONSTRAINT l CHECK (b IS NOT NULL), ADD CONSTRAINT m CHECK (b IS NOT NULL);
-- reported
ALTER TABLE t ALTER COLUMN a SET NOT NULL, DROP CONSTRAINT k
-- reported
ALTER TABLE t DROP CONSTRAINT k, ALTER COLUMN a SET NOT NULL
-- silent
ALTER TABLE t ALTER COLUMN b SET NOT NULL, DROP CONSTRAINT l
-- silent
ALTER TABLE t ALTER COLUMN a SET NOT NULL; ALTER TABLE t DROP CONSTRAINT k
