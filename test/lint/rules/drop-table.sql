-- The data is gone, and whoever still names the table fails. Foreign keys of the table lock what they refer to, against everybody, at the same moment: drop them first, one at a time.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p;
-- reported same on=p
DROP TABLE t
-- reported same not-observed not-run
-- what is gone has no lock, and p has its reference
DROP TABLE IF EXISTS p, t
-- silent
CREATE TABLE fresh (a int); DROP TABLE fresh
-- silent
DROP TABLE IF EXISTS nothing
