-- Whether a foreign key is deferrable is written into its triggers, under a lock that lets nobody else read or write the table, for a moment.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int CONSTRAINT k REFERENCES p);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g FROM generate_series(1, 500) g;
-- reported
ALTER TABLE t ALTER CONSTRAINT k DEFERRABLE INITIALLY DEFERRED
-- silent
CREATE TABLE fresh (a int CONSTRAINT f REFERENCES p); ALTER TABLE fresh ALTER CONSTRAINT f DEFERRABLE
