-- Where the new type is stored in another way, or values have to be checked or cut, every row and every index is written anew, under a lock that lets nobody else read or write.
-- setup
CREATE DOMAIN plain AS text;
CREATE DOMAIN checked AS text CHECK (VALUE <> '');
CREATE TABLE t (id int PRIMARY KEY, i int, v varchar(20), x text, n numeric(10,2), ts timestamp(3), c char(5), ip cidr);
INSERT INTO t SELECT g, g, g, g, g, now(), g, '10.0.0.0/8' FROM generate_series(1, 500) g;
-- reported
ALTER TABLE t ALTER COLUMN i TYPE bigint
-- reported
ALTER TABLE t ALTER v TYPE varchar(10)
-- reported
ALTER TABLE t ALTER x SET DATA TYPE varchar(10)
-- reported
ALTER TABLE t ALTER n TYPE numeric(12,3)
-- reported
ALTER TABLE t ALTER ts TYPE timestamp(0)
-- reported
ALTER TABLE t ALTER c TYPE text
-- reported
ALTER TABLE t ALTER x TYPE checked
-- reported
ALTER TABLE t ALTER x TYPE int USING x::int
-- reported
ALTER TABLE t ALTER x TYPE text USING lower(x)
-- reported not-run
-- the safer way needs the domains
CREATE DOMAIN made AS text CHECK (VALUE <> ''); CREATE DOMAIN over AS made; ALTER TABLE t ALTER x TYPE over
-- silent
CREATE DOMAIN text AS pg_catalog.text; CREATE DOMAIN made AS text; ALTER TABLE t ALTER x TYPE made USING x::made
-- silent
ALTER TABLE t ALTER v TYPE varchar(30)
-- silent
ALTER TABLE t ALTER v TYPE text
-- silent
ALTER TABLE t ALTER x TYPE varchar USING x::varchar
-- silent
ALTER TABLE t ALTER n TYPE numeric(12,2), ALTER ts TYPE timestamp(6)
-- silent
ALTER TABLE t ALTER n TYPE numeric, ALTER ip TYPE inet, ALTER x TYPE plain
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ALTER a TYPE text
