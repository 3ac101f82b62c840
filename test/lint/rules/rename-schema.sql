-- Every client that runs uses the old name until it is replaced.
-- setup
CREATE SCHEMA s;
-- reported
ALTER SCHEMA s RENAME TO r
-- silent
CREATE SCHEMA x; ALTER SCHEMA x RENAME TO y
