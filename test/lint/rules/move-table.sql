-- The change itself takes a moment, but clients that name the schema, or do not have the new one in their search_path, no longer find the table. A view in its old place lets both work, if they need no more than SELECT, INSERT, UPDATE and DELETE.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
CREATE SCHEMA s;
-- reported
ALTER TABLE t SET SCHEMA s
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh SET SCHEMA s
