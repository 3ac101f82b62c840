-- Each ALTER TABLE goes through the rows on its own. Several actions in one go through them once.
-- reported
ALTER TABLE t ADD CHECK (a > 0); ALTER TABLE t ALTER b SET NOT NULL
-- silent
ALTER TABLE t ADD CHECK (a > 0), ALTER b SET NOT NULL
-- silent
ALTER TABLE t ADD CHECK (a > 0); ALTER TABLE p ADD CHECK (id > 0)
-- silent
ALTER TABLE t ADD CHECK (a > 0) NOT VALID; ALTER TABLE t ADD COLUMN n int
