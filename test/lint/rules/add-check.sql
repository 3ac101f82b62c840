-- Adding a check reads every row, under a lock that lets nobody else read or write. NOT VALID adds it for what is written from now on; VALIDATE checks the old rows later and lets others read and write meanwhile.
-- reported
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (a > 0)
-- reported
ALTER TABLE public.t ADD CHECK (a > 0 AND c < 1000), ADD COLUMN z int
-- reported
ALTER TABLE t ADD CHECK (length(b) < 10) NO INHERIT
-- silent
ALTER TABLE t ADD CHECK (a > 0) NOT VALID
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD CHECK (a > 0)
