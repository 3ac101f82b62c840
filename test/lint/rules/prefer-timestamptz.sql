-- A timestamp does not say in which time zone it is meant, so that it is no moment. timestamptz is, and takes no more space.
-- reported also
CREATE TABLE fresh (c timestamp)
-- reported also
ALTER TABLE t ADD COLUMN d timestamp
-- silent also
CREATE TABLE fresh (c timestamptz)
-- silent down also
CREATE TABLE fresh (c timestamp)
-- silent
CREATE TABLE fresh (c timestamp)
