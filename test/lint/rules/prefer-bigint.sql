-- Two thousand million are sooner used up than one thinks, by failed inserts too, and then the table has to be written anew, with all that refer to it.
-- reported also
CREATE TABLE fresh (c int GENERATED ALWAYS AS IDENTITY)
-- reported also
ALTER TABLE t ADD COLUMN d int GENERATED ALWAYS AS IDENTITY
-- silent also
CREATE TABLE fresh (c bigserial)
-- silent down also
CREATE TABLE fresh (c int GENERATED ALWAYS AS IDENTITY)
-- silent
CREATE TABLE fresh (c int GENERATED ALWAYS AS IDENTITY)
