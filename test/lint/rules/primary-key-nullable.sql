-- A primary key that takes over an index is quick, unless its columns may be NULL: then every row is read under a lock that lets nobody else read or write. A valid check that says IS NOT NULL spares that.
-- setup
CREATE TABLE t (id int, a int, b text, c int NOT NULL);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE UNIQUE INDEX t_id ON t (id);
CREATE UNIQUE INDEX t_c ON t (c);
CREATE UNIQUE INDEX t_a ON t (a);
ALTER TABLE t ADD CHECK (a IS NOT NULL);
-- reported
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX t_id
-- silent
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX t_c
-- silent
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX t_a
-- silent
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX t_id
