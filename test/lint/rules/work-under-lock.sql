-- Locks are held until the end of the transaction. What comes after one against everybody, and takes long, prolongs it for everybody.
-- reported
ALTER TABLE t ADD COLUMN n int; UPDATE t SET n = a
-- reported
ALTER TABLE p ADD COLUMN n int; CREATE INDEX ON t (a)
-- reported
ALTER TABLE t ADD COLUMN n int; INSERT INTO p SELECT id + 1000 FROM t
-- silent
UPDATE t SET a = 1; ALTER TABLE t ADD COLUMN n int
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD COLUMN n int; UPDATE t SET a = 1
-- silent
ALTER TABLE t ADD COLUMN n int; INSERT INTO p VALUES (1000)
-- silent alone
ALTER TABLE t ADD COLUMN n int; UPDATE t SET n = a
