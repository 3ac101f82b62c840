-- char(n) fills up with spaces, which then count for nothing where values are compared, but for something where they are matched.
-- reported
CREATE TABLE fresh (c char(5))
-- reported
ALTER TABLE t ADD COLUMN d char(5)
-- silent
CREATE TABLE fresh (c text)
-- silent down
CREATE TABLE fresh (c char(5))
