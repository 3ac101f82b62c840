-- Before PostgreSQL 18 the foreign key of a partitioned table has to be valid. What its partitions have already it takes over, without reading them again.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int, a int);
CREATE TABLE parted (a int) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (1000);
-- reported until=17
ALTER TABLE parted ADD FOREIGN KEY (a) REFERENCES p NOT VALID
-- reported until=17 not-observed
CREATE TABLE new (a int) PARTITION BY LIST (a); ALTER TABLE new ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p NOT VALID
-- silent
ALTER TABLE parted_1 ADD FOREIGN KEY (a) REFERENCES p NOT VALID
-- silent
ALTER TABLE parted ADD FOREIGN KEY (a) REFERENCES p
-- silent
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID
