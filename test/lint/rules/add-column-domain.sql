-- What a domain checks, it checks of every value: the whole table is written anew, under a lock that lets nobody else read or write, though the column is NULL in all rows.
-- setup
CREATE DOMAIN plain AS int;
CREATE DOMAIN checked AS varchar(5) CHECK (VALUE <> '');
CREATE DOMAIN needed AS int NOT NULL;
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
-- reported
ALTER TABLE t ADD COLUMN x checked
-- reported
ALTER TABLE t ADD COLUMN x needed DEFAULT 1
-- reported not-observed
-- the domain is new
CREATE DOMAIN d AS int CHECK (VALUE > 0); ALTER TABLE t ADD COLUMN x d
-- silent
ALTER TABLE t ADD COLUMN x plain DEFAULT 1
-- silent
CREATE DOMAIN d AS int; ALTER TABLE t ADD COLUMN x d
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD n checked
