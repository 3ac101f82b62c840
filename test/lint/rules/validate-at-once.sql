-- NOT VALID makes adding a constraint quick, so that validating it, in another transaction, can read the rows while others write. In the same transaction it reads them under the lock that adding it has taken.
-- reported not-run
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT k
-- reported not-run
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT k
-- reported not-run
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID, VALIDATE CONSTRAINT k
-- silent alone not-observed
-- each statement commits
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT k
-- silent
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD CONSTRAINT k CHECK (a > 0) NOT VALID; ALTER TABLE fresh VALIDATE CONSTRAINT k
