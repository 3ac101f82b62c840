-- The files of the table are copied to another place, while nobody else can read or write it.
-- reported not-observed
-- there is no such place
ALTER TABLE t SET TABLESPACE elsewhere
-- silent
ALTER TABLE t SET TABLESPACE pg_default
-- silent not-observed
CREATE TABLE fresh (a int); ALTER TABLE fresh SET TABLESPACE elsewhere
