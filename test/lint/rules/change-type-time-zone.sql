-- A timestamp without time zone is stored as one with it, if the time zone is UTC: then the rows stay as they are. In any other zone the whole table is written anew, under a lock that lets nobody else read or write.
-- setup
CREATE TABLE t (id int PRIMARY KEY, ts timestamp, tz timestamptz);
INSERT INTO t SELECT g, now(), now() FROM generate_series(1, 500) g;
-- reported
SET LOCAL TimeZone = 'Europe/Berlin'; ALTER TABLE t ALTER COLUMN ts TYPE timestamptz
-- reported
SET TIME ZONE 'Europe/Berlin'; ALTER TABLE t ALTER COLUMN tz TYPE timestamp
-- silent
SET LOCAL TimeZone = 'UTC'; ALTER TABLE t ALTER COLUMN ts TYPE timestamptz
-- silent
SET TIME ZONE 'UTC'; ALTER TABLE t ALTER COLUMN ts TYPE timestamptz, ALTER COLUMN tz TYPE timestamp
