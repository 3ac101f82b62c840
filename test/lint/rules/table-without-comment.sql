-- What a table is for is best said in the database, where everybody finds it.
-- reported also
CREATE TABLE fresh (a int)
-- silent
CREATE TABLE fresh (a int)
-- silent also
CREATE TABLE fresh (a int); COMMENT ON TABLE fresh IS 'what it is for'
