-- Rows that are alike are found when the table has been read, and then the statement fails; a concurrent one leaves an invalid index behind, too. A query finds them before.
-- reported
CREATE UNIQUE INDEX ON t (a)
-- reported alone
CREATE UNIQUE INDEX CONCURRENTLY ON t (a, b) WHERE a > 0
-- reported
ALTER TABLE t ADD UNIQUE (a, "b")
-- silent
CREATE INDEX ON t (a)
-- silent
CREATE UNIQUE INDEX ON t (a, id)
-- silent
ALTER TABLE t ADD COLUMN n int; CREATE UNIQUE INDEX ON t (n)
-- silent
CREATE TABLE fresh (a int); CREATE UNIQUE INDEX ON fresh (a)
-- silent down
CREATE UNIQUE INDEX ON t (a)
