-- The planner knows the values of columns; those of an expression it knows only when there is an index of it and the table has been analyzed since. Until then it guesses, and may not use the index.
-- reported
CREATE INDEX ON t (lower(b))
-- reported alone
CREATE INDEX CONCURRENTLY ON t (lower(b))
-- reported
ANALYZE t; CREATE INDEX ON t (lower(b))
-- silent
CREATE INDEX ON t (lower(b)); ANALYZE t
-- silent
CREATE INDEX ON t (lower(b)); ANALYZE
-- silent
CREATE INDEX ON t (b)
-- silent
CREATE INDEX i ON t (lower(b)); DROP INDEX i
-- silent
CREATE TABLE fresh (b text); CREATE INDEX ON fresh (lower(b))
