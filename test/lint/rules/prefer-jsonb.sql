-- json keeps the text as it came, and cannot be compared: DISTINCT, UNION and GROUP BY of a row with such a column fail. jsonb can, and can be indexed.
-- reported
CREATE TABLE fresh (c json)
-- reported
ALTER TABLE t ADD COLUMN d json
-- silent
CREATE TABLE fresh (c jsonb)
-- silent down
CREATE TABLE fresh (c json)
