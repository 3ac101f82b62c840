-- A script that does not parse would be refused before anything runs. Better to know it when it is written.
-- setup
-- reported
CREATE TABEL t (a int)
-- reported
\d
-- silent
CREATE TABLE t (a int)
