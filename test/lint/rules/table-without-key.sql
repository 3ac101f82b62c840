-- Without a primary key a row cannot be named: not by replication, not by a tool that compares, not by who repairs it.
-- reported also
CREATE TABLE fresh (a int)
-- silent
CREATE TABLE fresh (a int)
-- silent also
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD PRIMARY KEY (a)
-- silent also
CREATE TEMP TABLE fresh (a int)
-- silent also
CREATE TABLE fresh (a int); DROP TABLE fresh
