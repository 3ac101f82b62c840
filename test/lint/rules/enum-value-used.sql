-- The server refuses a new value of an enum until the transaction that has added it is committed, because a rollback would leave rows with a value that is none. From PostgreSQL 17 on a type that is new itself has no such rows.
-- setup
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE t (id int PRIMARY KEY, k kind, b text);
CREATE TABLE p (b text);
-- reported not-run
ALTER TYPE kind ADD VALUE 'c'; INSERT INTO t VALUES (1, 'c')
-- reported not-run
ALTER TYPE public.kind ADD VALUE 'c'; ALTER TABLE t ALTER k SET DEFAULT 'c'
-- reported not-run
ALTER TYPE kind ADD VALUE 'c'; SELECT 'c'::kind
-- silent
ALTER TYPE kind ADD VALUE 'c'; INSERT INTO p VALUES ('c')
-- silent
ALTER TYPE kind ADD VALUE 'c'; INSERT INTO t VALUES (1, 'b')
-- reported until=16 not-run
CREATE TYPE fresh AS ENUM ('a'); ALTER TYPE fresh ADD VALUE 'c'; SELECT 'c'::fresh
-- silent
CREATE TYPE fresh AS ENUM ('a'); SELECT 'a'::fresh
-- silent from=17
CREATE TYPE fresh AS ENUM ('a'); ALTER TYPE fresh ADD VALUE 'c'; SELECT 'c'::fresh
-- silent alone not-observed
-- each statement commits
ALTER TYPE kind ADD VALUE 'c'; SELECT 'c'::kind
