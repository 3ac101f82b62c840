-- The rows stay as they are, but the change needs the table for itself, for a moment. That moment begins when the last transaction that uses the table ends, and everybody who comes later waits, too.
-- setup
CREATE TABLE t (id int PRIMARY KEY, v varchar(20), x text, n numeric(10,2));
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
-- reported
ALTER TABLE t ALTER COLUMN v TYPE varchar(30)
-- reported
ALTER TABLE t ALTER v SET DATA TYPE text USING v::text
-- reported
ALTER TABLE t ALTER n TYPE numeric(12,2)
-- silent
ALTER TABLE t ALTER n TYPE numeric(12,3)
-- silent
CREATE TABLE fresh (v varchar(2)); ALTER TABLE fresh ALTER v TYPE text
