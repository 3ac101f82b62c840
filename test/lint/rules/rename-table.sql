-- The change itself takes a moment, but clients that run use the old name until they are replaced. A view with the old name lets both work, if they need no more than SELECT, INSERT, UPDATE and DELETE.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE VIEW v AS SELECT 1 AS one;
-- reported
ALTER TABLE t RENAME TO u
-- reported on=v
ALTER VIEW public.v RENAME TO "V"
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh RENAME TO older
-- silent
ALTER INDEX t_pkey RENAME TO k
-- silent
ALTER TABLE t RENAME TO u; CREATE VIEW t AS SELECT * FROM u
