-- An exclusion constraint needs its index, and there is no way to build that beside traffic: it is built under a lock that lets nobody else read or write.
-- reported
ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING btree (a WITH =)
-- silent
CREATE TABLE fresh (a int, EXCLUDE USING btree (a WITH =))
-- silent
ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0) NOT VALID
