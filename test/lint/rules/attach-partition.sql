-- The rows of a table that becomes a partition have to be within its bounds: they are read, under a lock against everybody, unless a valid check of the table says so.
-- setup
CREATE TABLE parted (a int) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (1000);
INSERT INTO parted SELECT generate_series(0, 499);
CREATE TABLE other (a int) PARTITION BY LIST (a);
CREATE TABLE other_rest PARTITION OF other DEFAULT;
INSERT INTO other SELECT generate_series(1000, 1499);
CREATE TABLE spared (a int) PARTITION BY RANGE (a);
CREATE TABLE spared_rest PARTITION OF spared DEFAULT;
INSERT INTO spared SELECT generate_series(1, 500);
ALTER TABLE spared_rest ADD CHECK (a IS NOT NULL AND a < 1000);
CREATE TABLE t (a int);
INSERT INTO t SELECT generate_series(1000, 1499);
CREATE TABLE proved (a int CHECK (a >= 2000 AND a < 3000 AND a IS NOT NULL));
INSERT INTO proved SELECT generate_series(2000, 2499);
CREATE TABLE nothing (a int);
-- reported
ALTER TABLE parted ATTACH PARTITION t FOR VALUES FROM (1000) TO (2000)
-- reported not-run not-observed
-- it fails: there are rows from 2000 on
ALTER TABLE parted ATTACH PARTITION proved FOR VALUES FROM (2001) TO (3000)
-- silent
ALTER TABLE parted ATTACH PARTITION proved FOR VALUES FROM (2000) TO (3000)
-- silent
CREATE TABLE fresh (a int); ALTER TABLE parted ATTACH PARTITION fresh FOR VALUES FROM (1000) TO (2000)
-- silent not-observed
-- the check is read under its own lock
ALTER TABLE t ADD CHECK (a IS NOT NULL AND a >= 1000 AND a < 2000); ALTER TABLE parted ATTACH PARTITION t FOR VALUES FROM (1000) TO (2000)
