-- A partitioned table has no index of its own that could be built or dropped beside traffic: each partition has one. They are built one by one, and attached to one ON ONLY the table.
-- setup
CREATE TABLE parted (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (1000);
CREATE INDEX i ON parted (b);
-- reported alone
CREATE INDEX CONCURRENTLY j ON parted (a)
-- reported alone
DROP INDEX CONCURRENTLY i
-- silent alone
CREATE INDEX CONCURRENTLY j ON parted_1 (a)
-- silent
CREATE INDEX j ON parted (a)
