-- The change itself takes a moment, but clients that run use the old name until they are replaced.
-- reported
ALTER TABLE t RENAME COLUMN a TO z
-- reported
ALTER TABLE t RENAME a TO z
-- silent
ALTER TABLE t ADD x int; ALTER TABLE t RENAME x TO y
-- silent
ALTER TABLE t RENAME CONSTRAINT t_pkey TO k
