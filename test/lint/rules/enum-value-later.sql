-- upgrade runs all pending revisions in one transaction, so that a value which one adds cannot be used by the next. deploy commits each.
-- setup
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE t (id int PRIMARY KEY, k kind);
-- before
ALTER TYPE kind ADD VALUE 'c'
-- reported pending
INSERT INTO t VALUES (1, 'c')
-- silent pending
INSERT INTO t VALUES (1, 'b')
