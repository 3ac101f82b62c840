-- Values that are there stay as they are stored until they are updated, so that nothing is gained at once; the lock is one against everybody.
-- reported
ALTER TABLE t ALTER COLUMN b SET STORAGE EXTERNAL
-- reported
ALTER TABLE t ALTER b SET COMPRESSION pglz
-- silent
ALTER TABLE t ALTER b SET STATISTICS 1000
-- silent
CREATE TABLE fresh (b text); ALTER TABLE fresh ALTER b SET STORAGE EXTERNAL
