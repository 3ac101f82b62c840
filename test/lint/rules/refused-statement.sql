-- A revision runs in the transaction of its caller, or, with transactional => false, each statement in its own, and there is no client to copy from: such a statement is refused before anything runs. A BEGIN and a COMMIT around the whole script are left out instead.
-- reported not-observed
-- psql would run it
CREATE TABLE fresh (a int); SAVEPOINT s
-- reported not-observed
-- psql would run it
CREATE TABLE fresh (a int); COMMIT
-- reported alone not-observed
-- psql would run it
CREATE TABLE fresh (a int); ROLLBACK
-- reported
CREATE TABLE fresh (a int); SET TRANSACTION ISOLATION LEVEL SERIALIZABLE
-- reported not-observed
-- psql would run it
COPY t FROM STDIN
-- silent
BEGIN; CREATE TABLE fresh (a int); SET LOCAL work_mem = '64MB'; COMMIT
-- silent not-observed
-- psql may not have the file
COPY t FROM '/srv/t.csv'
