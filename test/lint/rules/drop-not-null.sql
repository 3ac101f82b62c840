-- Clients that were written for a column without NULLs meet them as soon as the first is written. Let them learn of it first.
-- reported
ALTER TABLE t ALTER COLUMN c DROP NOT NULL
-- silent
ALTER TABLE t ALTER COLUMN c SET NOT NULL
-- silent down
ALTER TABLE t ALTER COLUMN c DROP NOT NULL
-- silent
CREATE TABLE fresh (v int NOT NULL); ALTER TABLE fresh ALTER v DROP NOT NULL
