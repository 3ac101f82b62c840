-- A name with capital letters, or one that is a keyword, is another one without its quotes, in every query that is ever written.
-- reported also
CREATE TABLE "Fresh" (a int)
-- reported also
ALTER TABLE t ADD COLUMN "order" int
-- silent
CREATE TABLE "Fresh" (a int)
-- silent also
CREATE TABLE "fresh" (a int)
