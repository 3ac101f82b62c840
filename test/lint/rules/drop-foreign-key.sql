-- A foreign key has triggers on both tables: dropping it locks both against everybody, for a moment, behind which others queue.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int CONSTRAINT k REFERENCES p, CONSTRAINT c CHECK (a > 0));
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g FROM generate_series(1, 500) g;
-- reported same
ALTER TABLE t DROP CONSTRAINT k
-- reported on=p same
ALTER TABLE t DROP CONSTRAINT IF EXISTS k
-- silent
ALTER TABLE t DROP CONSTRAINT c
-- silent
CREATE TABLE fresh (a int CONSTRAINT f REFERENCES p); ALTER TABLE fresh DROP CONSTRAINT f
