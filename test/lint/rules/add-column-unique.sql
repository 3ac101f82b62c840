-- The index is built over all rows, under a lock that lets nobody else read or write.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE TABLE k (a int);
INSERT INTO k SELECT generate_series(1, 500);
-- reported
ALTER TABLE t ADD COLUMN x int UNIQUE
-- reported
ALTER TABLE t ADD x int CONSTRAINT one UNIQUE CHECK (x > 0)
-- reported on=k not-run not-observed
-- the rows need values first; for the sequence the table is written anew
ALTER TABLE k ADD COLUMN id serial PRIMARY KEY
-- silent
ALTER TABLE t ADD COLUMN x int
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD n int UNIQUE
