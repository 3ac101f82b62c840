-- To tell which rows have changed, the server needs a unique index, of columns only and of all rows.
-- setup
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
CREATE UNIQUE INDEX ON m (id);
CREATE MATERIALIZED VIEW n AS SELECT * FROM t;
CREATE UNIQUE INDEX ON n (id) WHERE a > 0;
CREATE UNIQUE INDEX ON n (abs(id));
-- reported not-observed
-- a statement with CONCURRENTLY is not rehearsed
REFRESH MATERIALIZED VIEW CONCURRENTLY n
-- silent
REFRESH MATERIALIZED VIEW CONCURRENTLY m
-- silent
CREATE UNIQUE INDEX ON n (id); REFRESH MATERIALIZED VIEW CONCURRENTLY n
