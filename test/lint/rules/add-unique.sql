-- The index of a unique constraint is built under a lock that lets nobody else read or write. Built concurrently before, it is taken over in a moment.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE UNIQUE INDEX u ON t (c);
-- reported
ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE (a)
-- reported
ALTER TABLE public.t ADD UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED
-- reported
ALTER TABLE t ADD CONSTRAINT "U" UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b)
-- silent
ALTER TABLE t ADD CONSTRAINT t_c_key UNIQUE USING INDEX u
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD UNIQUE (a)
