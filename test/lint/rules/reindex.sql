-- REINDEX locks the table against writes and the index against everybody, planners included, until it is built. Built concurrently, it takes longer and stops nobody.
-- setup
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE INDEX i ON t (a);
INSERT INTO t SELECT g, g FROM generate_series(1, 500) g;
-- reported
REINDEX INDEX i
-- reported
REINDEX (VERBOSE) TABLE t
-- reported not-observed not-run alone
-- it refuses a transaction
REINDEX SCHEMA public
-- silent alone
REINDEX TABLE CONCURRENTLY t
-- silent
CREATE TABLE fresh (a int PRIMARY KEY); REINDEX TABLE fresh
