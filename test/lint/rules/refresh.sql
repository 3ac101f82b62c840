-- While a materialized view is filled, nobody else can read it. CONCURRENTLY compares the old rows with the new and changes what differs; it needs a unique index.
-- setup
CREATE TABLE t (id int PRIMARY KEY, a int);
INSERT INTO t SELECT g, g FROM generate_series(1, 500) g;
CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
CREATE UNIQUE INDEX ON m (id);
CREATE MATERIALIZED VIEW n AS SELECT * FROM t;
-- reported
REFRESH MATERIALIZED VIEW m
-- reported not-run
REFRESH MATERIALIZED VIEW public.n
-- reported
REFRESH MATERIALIZED VIEW m WITH NO DATA
-- silent
REFRESH MATERIALIZED VIEW CONCURRENTLY m
-- silent
CREATE MATERIALIZED VIEW fresh AS SELECT * FROM t; REFRESH MATERIALIZED VIEW fresh
