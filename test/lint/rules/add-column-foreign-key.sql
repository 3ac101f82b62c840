-- The table is locked against everybody and the one that it refers to against writes, both at once and until the revision ends. In two revisions, each waits for one of them.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
-- reported
ALTER TABLE t ADD COLUMN x int REFERENCES p
-- reported
ALTER TABLE public.t ADD x int CONSTRAINT f REFERENCES public.p (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, ADD y int
-- silent
ALTER TABLE t ADD COLUMN x int
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD n int REFERENCES p
