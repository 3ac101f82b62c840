-- A partition that is dropped has to be taken out of the partitioned table, which is locked against everybody for that. Detached concurrently before, it is a table like others.
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
DROP TABLE parted_1
-- silent
DROP TABLE t
-- silent
CREATE TABLE fresh (a int) PARTITION BY RANGE (a); CREATE TABLE fresh_1 PARTITION OF fresh DEFAULT; DROP TABLE fresh_1
