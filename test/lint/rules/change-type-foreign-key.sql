-- The table at the other end of the foreign key is locked against everybody as well, and the rows are checked anew unless the types compare alike.
-- setup
CREATE TABLE p (id varchar(10) PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a varchar(10), b text, c varchar(10));
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g, g FROM generate_series(1, 500) g;
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;
CREATE TABLE part (id bigint, a varchar(20) REFERENCES p);
-- reported on=p
ALTER TABLE t ALTER COLUMN a TYPE text
-- reported on=t
ALTER TABLE p ALTER id TYPE varchar(20)
-- silent
ALTER TABLE t ALTER c TYPE text
-- silent not-observed
-- the key goes before
ALTER TABLE t DROP CONSTRAINT f; ALTER TABLE t ALTER a TYPE text
