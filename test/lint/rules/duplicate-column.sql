-- It is known before the script runs that it will fail here.
-- reported
ALTER TABLE t ADD COLUMN a int
-- reported
CREATE TABLE fresh (a int, a text)
-- reported
ALTER TABLE t ADD COLUMN d int; ALTER TABLE t ADD d text
-- silent
ALTER TABLE t ADD COLUMN IF NOT EXISTS a int
-- silent
ALTER TABLE t DROP COLUMN a, ADD COLUMN a text
-- silent
ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a text
-- silent
ALTER TABLE t ADD COLUMN "A" int
