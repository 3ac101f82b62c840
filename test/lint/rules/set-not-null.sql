-- SET NOT NULL reads every row, under a lock that lets nobody else read or write. A check that is validated before, while others read and write, proves the same: then nothing is read.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE TABLE proved (a int, b int CHECK (b IS NOT NULL AND b > 0));
ALTER TABLE proved ADD CONSTRAINT ab CHECK (a IS NOT NULL AND b IS NOT NULL), ADD c int, ADD CONSTRAINT n CHECK (c IS NOT NULL) NOT VALID;
INSERT INTO proved SELECT g, g, g FROM generate_series(1, 500) g;
-- reported
ALTER TABLE t ALTER COLUMN a SET NOT NULL
-- reported on=proved not-run
-- the constraint's name is taken
ALTER TABLE proved ALTER c SET NOT NULL
-- silent
ALTER TABLE t ALTER COLUMN c SET NOT NULL
-- silent on=proved
ALTER TABLE proved ALTER a SET NOT NULL, ALTER b SET NOT NULL
-- silent on=proved not-observed
-- VALIDATE reads it
ALTER TABLE proved VALIDATE CONSTRAINT n; ALTER TABLE proved ALTER c SET NOT NULL
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ALTER a SET NOT NULL
