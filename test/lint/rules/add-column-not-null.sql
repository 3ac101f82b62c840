-- The rows that are there have no value for the column. The statement fails if there is a single one.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE TABLE empty (a int);
-- reported not-run
-- only an author knows the value
ALTER TABLE t ADD COLUMN x int NOT NULL
-- reported not-run
-- likewise
ALTER TABLE t ADD y int, ADD COLUMN x text COLLATE "C" CONSTRAINT n NOT NULL CHECK (x <> '')
-- silent
ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 1
-- silent
ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS IDENTITY NOT NULL, ADD y serial NOT NULL, ADD z int GENERATED ALWAYS AS (c + 1) STORED NOT NULL
-- silent
ALTER TABLE empty ADD COLUMN x int NOT NULL
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD b int NOT NULL
