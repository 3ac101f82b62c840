-- While one table is held, another is waited for: what uses the first queues behind a query on the second, and who takes them in the other order deadlocks with it.
-- reported not-run
ALTER TABLE p ADD COLUMN n int; ALTER TABLE t ADD COLUMN n int
-- silent
ALTER TABLE t ADD COLUMN n int; ALTER TABLE t ADD COLUMN m int
-- silent
LOCK TABLE p, t IN ACCESS EXCLUSIVE MODE; ALTER TABLE p ADD COLUMN n int; ALTER TABLE t ADD COLUMN n int
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD COLUMN n int; ALTER TABLE t ADD COLUMN n int
-- silent alone
ALTER TABLE p ADD COLUMN n int; ALTER TABLE t ADD COLUMN n int
