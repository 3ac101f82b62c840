-- A row whose deferred foreign key is not checked yet stands in the way of ALTER TABLE: "cannot ALTER TABLE because it has pending trigger events". SET CONSTRAINTS ALL IMMEDIATE checks it before.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES p DEFERRABLE INITIALLY DEFERRED, b text);
CREATE TABLE u (id int PRIMARY KEY, a int REFERENCES p DEFERRABLE);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g FROM generate_series(1, 500) g;
-- reported
UPDATE t SET a = 2 WHERE a = 1; ALTER TABLE t ADD COLUMN c int
-- reported
INSERT INTO t (id, a) VALUES (1000, 1); ALTER TABLE t DROP COLUMN b
-- silent
UPDATE t SET a = 2; SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE t ADD COLUMN c int
-- reported
UPDATE p SET id = 1001 WHERE id = 500; ALTER TABLE p ADD COLUMN c int
-- reported
DELETE FROM p WHERE id = 500; ALTER TABLE p ADD COLUMN c int
-- silent
UPDATE t SET b = a; ALTER TABLE t ADD COLUMN c int
-- silent
DELETE FROM t; INSERT INTO p VALUES (1001); ALTER TABLE t ADD COLUMN c int; ALTER TABLE p ADD COLUMN c int
-- silent
UPDATE u SET a = 2; ALTER TABLE u ADD COLUMN c int
-- silent
ALTER TABLE t ADD COLUMN c int; UPDATE t SET a = 2
-- silent alone not-observed
-- each statement commits
UPDATE t SET a = 2; ALTER TABLE t ADD COLUMN c int
