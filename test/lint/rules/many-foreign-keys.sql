-- A foreign key locks the table that it refers to, until the end of the transaction. With several, one is held while another is waited for: others queue behind all of them, or deadlock.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE q (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b int);
CREATE TABLE two (a int REFERENCES p, b int REFERENCES q);
CREATE TABLE one (a int REFERENCES p, b int REFERENCES p);
-- reported
CREATE TABLE fresh (a int REFERENCES p, b int REFERENCES q)
-- reported
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID; ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES q NOT VALID
-- reported
DROP TABLE two
-- silent
DROP TABLE one
-- silent
CREATE TABLE fresh (a int REFERENCES p, b int REFERENCES p)
-- silent
CREATE TABLE parent (a int PRIMARY KEY); CREATE TABLE fresh (a int REFERENCES p, b int REFERENCES parent)
-- silent alone
CREATE TABLE fresh (a int REFERENCES p, b int REFERENCES q)
