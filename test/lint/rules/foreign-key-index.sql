-- When a row is deleted, or its key changes, the rows that refer to it have to be found. Without an index on the columns of the foreign key all rows are read, for each row that is deleted. An index that begins with these columns will do.
-- reported
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID
-- reported not-run
CREATE TABLE fresh (a int REFERENCES p)
-- reported
CREATE INDEX ON t (c, a); CREATE INDEX ON t (a) WHERE b = ''; ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID
-- silent
CREATE TABLE fresh (a int PRIMARY KEY REFERENCES p)
-- silent
CREATE TABLE fresh (a int REFERENCES p); CREATE INDEX ON fresh (a)
-- silent
CREATE INDEX ON t (a, b); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID
-- silent
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p NOT VALID; ALTER TABLE t DROP CONSTRAINT k
-- silent down
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID
