-- The data is gone, and whoever still names the column fails: also programs that list all columns of the table when they start. Stop using it first, drop it a release later.
-- reported same
ALTER TABLE t DROP COLUMN a
-- reported same down
ALTER TABLE public.t DROP IF EXISTS b CASCADE
-- silent
ALTER TABLE t ADD x int; ALTER TABLE t DROP x
-- silent
CREATE TABLE fresh (a int, b int); ALTER TABLE fresh DROP b
