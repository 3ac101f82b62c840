-- TRUNCATE locks the table against everybody, and transactions that see the rows by right no longer find them; with CASCADE it empties all tables that refer to it.
-- setup
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE child (id int PRIMARY KEY, a int REFERENCES t);
CREATE TABLE grandchild (a int REFERENCES child);
INSERT INTO t SELECT g, g FROM generate_series(1, 500) g;
-- reported not-run
TRUNCATE t CASCADE
-- reported
TRUNCATE TABLE grandchild RESTART IDENTITY
-- silent
CREATE TABLE fresh (a int); TRUNCATE fresh
-- silent
DELETE FROM t
