-- The table is locked against everybody and the one that it refers to against writes, both at once and until the revision ends. In two revisions, each waits for one of them.
-- reported
ALTER TABLE t ADD COLUMN x int REFERENCES p
-- reported
ALTER TABLE public.t ADD x int CONSTRAINT f REFERENCES public.p (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, ADD y int
-- silent
ALTER TABLE t ADD COLUMN x int
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD n int REFERENCES p
