-- An index is built under a lock that lets others read, but not write: for as long as it takes to read and sort the table. Built concurrently, it takes longer and stops nobody.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE TABLE parted (a int) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (1000);
INSERT INTO parted SELECT generate_series(0, 999);
CREATE TABLE "Odd ""table" ("Odd col" int);
INSERT INTO "Odd ""table" VALUES (1);
-- reported
CREATE INDEX t_a_idx ON t (a)
-- reported
CREATE UNIQUE INDEX ON t USING btree (lower(b) DESC) INCLUDE (a) WHERE a > 0
-- reported on="Odd\u0020""table" not-observed
create index if not exists "Odd index" on public."Odd ""table" ("Odd col")
-- reported on=parted_1
CREATE INDEX ON parted (a)
-- reported down
CREATE INDEX ON t (a)
-- silent alone
CREATE INDEX CONCURRENTLY t_a_idx ON t (a)
-- silent
CREATE INDEX ON ONLY parted (a)
-- silent not-observed
-- the table is new, and there is no t
CREATE TABLE fresh (a int); CREATE INDEX ON fresh (a)
-- silent pending
CREATE INDEX ON t (a)
-- silent set=migrate.lint_min_rows=501 not-observed
-- 500 rows
CREATE INDEX ON t (a)
-- reported set=migrate.lint_min_rows=500
CREATE INDEX ON t (a)
