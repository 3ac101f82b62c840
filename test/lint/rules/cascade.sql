-- CASCADE drops whatever stands in the way, also what somebody has made since the statement was written, and locks all of it. What is to go is better named.
-- setup
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE DOMAIN plain AS text;
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES p, b text, k kind);
CREATE VIEW v AS SELECT b FROM t;
CREATE MATERIALIZED VIEW m AS SELECT * FROM v;
CREATE TABLE own (id serial PRIMARY KEY, a int DEFAULT 1 CHECK (a > 0), b text);
CREATE INDEX ON own (a, b);
-- reported not-run
DROP TABLE t CASCADE
-- reported not-run
DROP TABLE p CASCADE
-- reported not-run
ALTER TABLE t DROP COLUMN b CASCADE
-- reported not-run
ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE
-- reported not-run
DROP TYPE kind CASCADE
-- silent
DROP TABLE own CASCADE
-- silent
ALTER TABLE own DROP COLUMN a CASCADE, DROP CONSTRAINT own_pkey CASCADE
-- silent
DROP DOMAIN plain CASCADE
-- silent
DROP MATERIALIZED VIEW m; DROP VIEW v; ALTER TABLE t DROP COLUMN b CASCADE
-- silent
DROP VIEW v
