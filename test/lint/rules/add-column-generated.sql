-- A stored generated column is computed for every row: the whole table is written anew, under a lock that lets nobody else read or write. From PostgreSQL 18 on, VIRTUAL computes it when it is read.
-- reported
ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (a + c) STORED
-- reported
ALTER TABLE t ADD x text CONSTRAINT g GENERATED ALWAYS AS (coalesce(b, '(') || ')') STORED
-- silent from=18
ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (a + c) VIRTUAL
-- silent
ALTER TABLE t ADD COLUMN x int
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD n int GENERATED ALWAYS AS (a + 1) STORED
