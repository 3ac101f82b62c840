-- What a name without a schema means depends on search_path, and on what else has been made since.
-- reported also
CREATE TABLE fresh (a int)
-- reported also
UPDATE t SET a = 1
-- silent
UPDATE t SET a = 1
-- silent also
UPDATE public.t SET a = 1
-- silent also
CREATE TEMP TABLE fresh (a int)
