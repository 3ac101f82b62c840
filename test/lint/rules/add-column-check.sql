-- The check is tried on every row, under a lock that lets nobody else read or write, though the column has the same value in all of them.
-- reported
ALTER TABLE t ADD COLUMN x int CHECK (x > 0)
-- reported
ALTER TABLE t ADD x int DEFAULT 1 CONSTRAINT positive CHECK (x > 0) NOT NULL, ADD y int
-- silent
ALTER TABLE t ADD COLUMN x int, ADD CONSTRAINT k CHECK (x > 0) NOT VALID
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD n int CHECK (n > 0)
