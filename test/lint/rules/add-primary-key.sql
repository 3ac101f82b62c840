-- The index of a primary key is built under a lock that lets nobody else read or write. Built concurrently before, it is taken over in a moment.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
ALTER TABLE t DROP CONSTRAINT t_pkey;
CREATE UNIQUE INDEX u ON t (c);
-- reported
ALTER TABLE t ADD PRIMARY KEY (id)
-- reported
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (id, c)
-- silent
ALTER TABLE t ADD CONSTRAINT t_c_key PRIMARY KEY USING INDEX u
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD PRIMARY KEY (a)
