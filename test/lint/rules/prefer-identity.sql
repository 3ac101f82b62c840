-- An identity column is what the SQL standard has for serial: its sequence needs no rights of its own, and GENERATED ALWAYS keeps others from writing over it.
-- reported also
CREATE TABLE fresh (c serial)
-- reported also
ALTER TABLE t ADD COLUMN d serial
-- silent also
CREATE TABLE fresh (c int GENERATED ALWAYS AS IDENTITY)
-- silent down also
CREATE TABLE fresh (c serial)
-- silent
CREATE TABLE fresh (c serial)
