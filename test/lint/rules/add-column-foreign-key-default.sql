-- With a default there are values to be checked: every row, under a lock that lets nobody else read or write.
-- reported
ALTER TABLE t ADD COLUMN x int DEFAULT 1 REFERENCES p
-- reported
ALTER TABLE t ADD x int CONSTRAINT f REFERENCES p (id) ON UPDATE CASCADE NOT NULL DEFAULT 2
-- silent
ALTER TABLE t ADD COLUMN x int REFERENCES p
-- silent
ALTER TABLE t ADD COLUMN x int DEFAULT 1, ADD FOREIGN KEY (x) REFERENCES p NOT VALID
-- silent not-observed
-- it is new
CREATE TABLE fresh (a int); ALTER TABLE fresh ADD n int DEFAULT 1 REFERENCES p
