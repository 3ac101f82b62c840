-- A column that is narrower than the key that it refers to cannot hold all of its values, and one of another type makes every check convert.
-- setup
CREATE TABLE p (id bigint PRIMARY KEY, u text UNIQUE);
CREATE TABLE t (id int PRIMARY KEY, a int, big bigint, v varchar(10));
CREATE DOMAIN number AS bigint;
-- reported
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p
-- reported
CREATE TABLE fresh (id serial REFERENCES p (id))
-- silent
ALTER TABLE t ADD FOREIGN KEY (big) REFERENCES p
-- silent
CREATE TABLE fresh (id bigserial REFERENCES p, d number REFERENCES p)
-- silent
ALTER TABLE t ADD FOREIGN KEY (v) REFERENCES p (u)
-- silent
CREATE TABLE parent (x smallint PRIMARY KEY); CREATE TABLE child (x smallint REFERENCES parent)
