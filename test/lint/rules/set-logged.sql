-- Rows that are to be in the log from now on, or no longer, are written anew, all of them.
-- reported
ALTER TABLE t SET UNLOGGED
-- silent
ALTER TABLE t SET LOGGED
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh SET UNLOGGED
