-- Subscribers have to be told which row was updated or deleted. Without a primary key, or another REPLICA IDENTITY, the server refuses to update or delete at all, from the moment at which the table is published.
-- setup
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE bare (a int);
CREATE TABLE told (a int);
ALTER TABLE told REPLICA IDENTITY FULL;
SET client_min_messages = error;
CREATE PUBLICATION published FOR TABLE t;
-- reported
CREATE PUBLICATION p FOR TABLE bare
-- reported
ALTER PUBLICATION published ADD TABLE public.bare
-- reported
ALTER TABLE t DROP CONSTRAINT t_pkey
-- reported not-run
CREATE TABLE fresh (a int); CREATE PUBLICATION p FOR TABLE fresh
-- silent
CREATE PUBLICATION p FOR TABLE t, told
-- silent
ALTER TABLE bare ADD PRIMARY KEY (a); CREATE PUBLICATION p FOR TABLE bare
-- silent
CREATE PUBLICATION p FOR TABLE bare; ALTER TABLE bare REPLICA IDENTITY FULL
-- silent
ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (id)
