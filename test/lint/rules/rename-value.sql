-- The rows show the new value at once, also to clients that know only the old one, and these still write the old one, which is refused.
-- setup
CREATE TYPE mood AS ENUM ('sad', 'glad');
-- reported
ALTER TYPE public.mood RENAME VALUE 'glad' TO 'it''s happy'
-- silent
ALTER TYPE mood ADD VALUE 'happy'
-- silent
CREATE TYPE fresh AS ENUM ('x'); ALTER TYPE fresh RENAME VALUE 'x' TO 'y'
