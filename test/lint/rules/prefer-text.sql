-- A limit that turns out too small needs a lock against everybody, and one that is to be smaller a rewrite. A check of the length can be changed beside traffic.
-- reported also
CREATE TABLE fresh (c varchar(20))
-- reported also
ALTER TABLE t ADD COLUMN d varchar(20)
-- silent also
CREATE TABLE fresh (c text)
-- silent down also
CREATE TABLE fresh (c varchar(20))
-- silent
CREATE TABLE fresh (c varchar(20))
