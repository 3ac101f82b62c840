-- ORDER BY sorts an enum as its values stand, and a new one is the last unless it is said where it belongs.
-- setup
CREATE TYPE kind AS ENUM ('a', 'c');
-- reported also
ALTER TYPE kind ADD VALUE 'b'
-- silent
ALTER TYPE kind ADD VALUE 'b'
-- silent also
ALTER TYPE kind ADD VALUE 'b' BEFORE 'c'
