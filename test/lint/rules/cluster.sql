-- CLUSTER writes the rows anew in the order of an index, and all indexes, while nobody else can read or write the table.
-- reported
CLUSTER t USING t_pkey
-- silent
ALTER TABLE t CLUSTER ON t_pkey
-- silent
CREATE TABLE fresh (a int PRIMARY KEY); CLUSTER fresh USING fresh_pkey
