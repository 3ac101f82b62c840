-- Rows that are there keep what they have. A client that caches the default, as some libraries do, goes on with the old one.
-- reported
ALTER TABLE t ALTER a SET DEFAULT 1
-- reported
ALTER TABLE t ALTER COLUMN a DROP DEFAULT
-- silent
ALTER TABLE t ADD COLUMN d int; ALTER TABLE t ALTER d SET DEFAULT 1
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh ALTER a SET DEFAULT 1
