-- A value of an enum stays for ever. A table of the values, and a foreign key, can lose one.
-- reported also
CREATE TYPE kind AS ENUM ('a', 'b')
-- silent
CREATE TYPE kind AS ENUM ('a', 'b')
-- silent also
CREATE TYPE pair AS (a int, b int)
