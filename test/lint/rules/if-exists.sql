-- A revision that is run in a transaction is run as a whole or not at all, and needs no such care. What it hides is that something else is there than should be.
-- reported also not-run
CREATE TABLE IF NOT EXISTS t (a int)
-- reported also not-run
DROP TABLE IF EXISTS nothing
-- reported also
ALTER TABLE t ADD COLUMN IF NOT EXISTS a int
-- silent
DROP TABLE IF EXISTS nothing
-- silent also alone
DROP TABLE IF EXISTS nothing
-- silent also
ALTER TABLE t DROP COLUMN a
