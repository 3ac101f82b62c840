-- Every row is locked until the end of the transaction, every index is written, and every old row stays behind for VACUUM. In batches that commit, others wait for a moment, and VACUUM keeps up.
-- reported
UPDATE t SET b = 'x'
-- silent
UPDATE t SET b = 'x' WHERE id < 100
-- silent
CREATE TABLE fresh (a int); INSERT INTO fresh VALUES (1); UPDATE fresh SET a = 2
-- silent set=migrate.lint_min_rows=5000
UPDATE t SET b = 'x'
