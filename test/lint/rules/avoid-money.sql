-- The currency, and the number of digits, of a money value are those of a setting of the session that reads it.
-- reported
CREATE TABLE fresh (c money)
-- reported
ALTER TABLE t ADD COLUMN d money
-- silent
CREATE TABLE fresh (c numeric(12,2))
-- silent down
CREATE TABLE fresh (c money)
